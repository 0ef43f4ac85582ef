/**
 * How agents come in by themselves: they start a session, prove that they hold their key, wait until an administrator has decided, and
 * fetch their certificate. And how users and workloads get their short certificates. Only the classes named {@code …Routes} know the
 * wire's requests and replies.
 */
@NullMarked
package dev.mastio.proxy.enrolment;

import org.jspecify.annotations.NullMarked;
