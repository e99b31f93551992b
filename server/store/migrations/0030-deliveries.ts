/** Records that cannot be changed, which issuance each one issued, who used an enrolment code, and refused log-ins found fast. */
export const deliveries = `
  ALTER TABLE records ADD COLUMN issuance TEXT;
  UPDATE records SET issuance = json_extract(substr(text, instr(text, char(10)) + 1), '$.credential.issuance')
    WHERE kind = 'issued';
  CREATE INDEX records_issuance ON records (issuance) WHERE issuance IS NOT NULL;
  CREATE TRIGGER records_no_update BEFORE UPDATE ON records
    BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
  CREATE TRIGGER records_no_delete BEFORE DELETE ON records
    BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;

  ALTER TABLE enrolment_secrets ADD COLUMN used_by TEXT REFERENCES stations (id);

  CREATE INDEX audit_refused_subject ON audit (subject, at) WHERE action = 'admin/refused';
  CREATE INDEX audit_refused_actor ON audit (actor, at) WHERE action = 'admin/refused';
`;
