-- After the migrations, at every start, outside of them: it joins Hangfire's tables, which are not the migrations' own.
DO $do$
BEGIN
  IF to_regclass('processing_jobs') IS NULL THEN
    RETURN;
  END IF;

  PERFORM make_months();

  -- Every ticket in Hangfire's queue, and the job that it carries out once it has claimed one.
  EXECUTE $view$
    CREATE OR REPLACE VIEW jobs_queue AS
    SELECT ticket.jobid::text AS hangfire_job_id, ticket.queue::text AS queue, hangfire_job.statename AS hangfire_state,
           hangfire_job.createdat AS enqueued_at, ticket.fetchedat AS fetched_at,
           work.id AS job_id, work.video_id, work.user_id, work.job_type, work.kind, work.status, work.priority,
           work.scheduled_for, work.attempts, work.worker_id, work.started_at
    FROM hangfire.jobqueue AS ticket
    JOIN hangfire.job AS hangfire_job ON hangfire_job.id = ticket.jobid
    LEFT JOIN processing_jobs AS work ON work.hangfire_job_id = ticket.jobid::text
  $view$;
END $do$;
