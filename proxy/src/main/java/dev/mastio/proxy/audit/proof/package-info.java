/**
 * What holds a chain against whoever can write to its database: checkpoints signed with the Mastio's key, and time stamps of an authority
 * elsewhere (RFC 3161). Makes and checks them; knows no database.
 */
@NullMarked
package dev.mastio.proxy.audit.proof;

import org.jspecify.annotations.NullMarked;
