package dev.mastio.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The tests of this class ask only the API server: their namespaces need no operator of their own. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Unserved {}
