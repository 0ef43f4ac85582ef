package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.spi.JobFactory;

/** Quartz as an alarm clock: one alarm an object, the last one set holds. */
final class Alarms implements AutoCloseable {

    private static final String GROUP = "cronjobs";

    private final Scheduler quartz;

    Alarms(Consumer<Key> ring) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "alarms-" + System.identityHashCode(this));
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        try {
            quartz = new StdSchedulerFactory(settings).getScheduler();
            JobFactory rings = (fired, scheduler) -> context -> {
                JobKey key = context.getJobDetail().getKey();
                ring.accept(new Key(key.getGroup(), key.getName()));
            };
            quartz.setJobFactory(rings);
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    void set(Key key, Instant when) {
        JobDetail job = JobBuilder.newJob(org.quartz.Job.class)
                .withIdentity(key.name(), key.namespace())
                .build();
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(key.toString(), GROUP)
                .startAt(Date.from(when))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                .build();
        try {
            clear(key);
            quartz.scheduleJob(job, trigger);
        } catch (SchedulerException e) {
            throw new IllegalStateException("no alarm for " + key + " at " + when, e);
        }
    }

    void clear(Key key) {
        try {
            quartz.unscheduleJob(new TriggerKey(key.toString(), GROUP));
        } catch (SchedulerException e) {
            throw new IllegalStateException("the alarm of " + key + " does not go away", e);
        }
    }

    @Override
    public void close() {
        try {
            quartz.shutdown();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
        }
    }
}
