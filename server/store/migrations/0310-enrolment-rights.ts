/**
 * Who could enrol over a token in use may do so still: that is a right of its own now. Who could enrol passwords and
 * simple passes enrols registration codes, too.
 */
export const enrolmentRights = `
  UPDATE admins SET rights = rights || ' token_rollover' WHERE rights LIKE '%enroll%';
  UPDATE admins SET rights = rights || ' enrollREGISTRATION'
    WHERE rights LIKE '%enrollPW%' AND rights LIKE '%enrollSPASS%';
`;
