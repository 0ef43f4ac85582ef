/**
 * A node that runs pods as processes of this machine, each pod with an address of its own. There is no container: no
 * file system, network or resource isolation, so an image name stands for a program that the build made. {@link
 * dev.mastio.local.node.Node} is the front door; it is an ordinary client of the API.
 */
@NullMarked
package dev.mastio.local.node;

import org.jspecify.annotations.NullMarked;
