DROP FUNCTION audit_forget_person(uuid);
DROP FUNCTION audit_forget_values(jsonb);
DROP FUNCTION guard_partition(text, text);
DROP FUNCTION guard_audit() CASCADE;
