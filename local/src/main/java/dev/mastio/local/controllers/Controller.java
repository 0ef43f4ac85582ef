package dev.mastio.local.controllers;

/** Something that works from its construction until it is closed. */
interface Controller extends AutoCloseable {

    @Override
    void close();
}
