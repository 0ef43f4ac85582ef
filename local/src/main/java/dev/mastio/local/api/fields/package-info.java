/** Fields of objects: who owns which (managedFields), and the four ways to patch them. Values in, values out. */
@NullMarked
package dev.mastio.local.api.fields;

import org.jspecify.annotations.NullMarked;
