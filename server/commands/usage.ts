/** A command line that cannot be followed: the message says what to do instead. */
export class UsageError extends Error {}

export const usage = `keydesk server
  --data DIR --listen HOST:PORT                      serve; port 0 takes a free one
  admin create NAME --data DIR [--grant RIGHTS]      password from standard input; NAME again sets a new one
  admin grant NAME RIGHTS --data DIR                 RIGHTS: privacyIDEA's names, control_trust, or none
  station code --data DIR [--url https://HOST:PORT]  prints a one-time enrolment code, good for an hour;
                          [--office OFFICE]          the station stands in that office then
  station office NAME_OR_ID OFFICE --data DIR        it stands in that office from now on; none: in none
  station list --data DIR                            every station and how many records it sent
  station revoke NAME_OR_ID --data DIR               accepts nothing more from it; a new code lets it come back
  people import FILE --realm REALM --data DIR        CSV with a header line; all of it or nothing
  receipt-key renew --data DIR [--lost]              a new key signs receipts and the log from now on; stop the server
                                                     first. --lost: the key before is gone, desks enrol again
  export bundle FILE --data DIR                      records, receipts, audit and checkpoints, for npm run verify
  people example --data DIR                          twenty example people in realm office
  ... --database postgres://user@HOST/NAME           PostgreSQL, shared by several servers, in place of a file;
                                                     with a password: in the file DIR/database or KEYDESK_DATABASE`;
