/** What an operator of the service does by hand, at the command line of a machine or pod that has the service's settings. */
@NullMarked
package dev.mastio.proxy.admin.command;

import org.jspecify.annotations.NullMarked;
