/**
 * Every failure Keydesk names. `when` says when it is thrown; `retry` whether doing the same thing again can help:
 * `yes` as it is, `after-change` once the person did what the message says, `no` never.
 * The sentence the person reads is the i18n key `failure.<code>`: what happened, what is safe, what to do.
 */
export const failures = {
  'device/unplugged': { when: 'the token left the port during an operation', retry: 'after-change' },
  'device/not-permitted': { when: 'the operating system refuses to open the token', retry: 'after-change' },
  'device/busy': { when: 'another operation or program holds the token', retry: 'yes' },
  'device/no-answer': { when: 'the token did not answer in time', retry: 'after-change' },
  'device/bad-response': { when: 'the answer has a wrong checksum, sequence or length', retry: 'yes' },
  'device/no-usb': { when: 'the parts that talk to USB do not load on this machine', retry: 'no' },
  'token/rejected': { when: 'the token refused a command and says nothing of why', retry: 'no' },
  'token/write-refused': { when: 'the programming sequence did not move: nothing was written', retry: 'after-change' },
  'token/write-unknown': { when: 'the outcome of a write cannot be known', retry: 'after-change' },
  'token/access-code': {
    when: 'a slot is locked by an access code that was not given or is wrong',
    retry: 'after-change',
  },
  'token/touch-timeout': { when: 'nobody touched the token in time', retry: 'yes' },
  'token/touch-cancelled': { when: 'the wait for a touch was cancelled', retry: 'yes' },
  'token/unsupported': { when: 'the firmware cannot do what was asked', retry: 'no' },
  'token/no-serial': { when: 'the token hides its serial', retry: 'no' },
  'token/swapped': { when: 'another token is plugged in than the one the ceremony is about', retry: 'after-change' },
  'token/issued': { when: 'the token belongs to somebody already', retry: 'no' },
  'token/limit': { when: 'a policy allows the person no further token', retry: 'after-change' },
  'token/unavailable': { when: 'the state of the token forbids issuing it', retry: 'no' },
  'token/occupied': { when: 'the slot holds a credential that this desk did not write', retry: 'after-change' },
  'token/quarantined': {
    when: 'another slot of the token is quarantined and has to be written anew first',
    retry: 'after-change',
  },
  'token/not-here': { when: 'no token, or more than one, is plugged in', retry: 'after-change' },
  'code/nonsense': { when: 'what was typed is no code of the expected form', retry: 'after-change' },
  'code/by-hand': { when: 'the code was typed by a person, not by the token', retry: 'after-change' },
  'code/used': { when: 'the code is older than the last one accepted', retry: 'after-change' },
  'code/other-slot': { when: 'the code has the form of the other slot', retry: 'after-change' },
  'code/wrong': { when: 'the code is not one of this credential', retry: 'after-change' },
  'code/not-consecutive': { when: 'the second code does not follow the first', retry: 'after-change' },
  'ceremony/not-now': { when: 'the step does not allow what was asked', retry: 'no' },
  'ceremony/person-unknown': { when: 'nobody of that name is in what was pulled', retry: 'after-change' },
  'ceremony/check-missing': { when: 'a check was not answered', retry: 'after-change' },
  'ceremony/pin': { when: 'the PIN is too short, too long, or the two entries differ', retry: 'after-change' },
  'ceremony/acknowledgement': { when: 'the acknowledgement is empty', retry: 'after-change' },
  'ceremony/interrupted': {
    when: 'the app was closed or the laptop slept in the middle of the step',
    retry: 'after-change',
  },
  'ceremony/another-controller': { when: 'somebody else began the ceremony that is open', retry: 'after-change' },
  'controller/signed-out': { when: 'nobody is signed in at the desk', retry: 'after-change' },
  'controller/interrupted': { when: 'the desk was locked while somebody signed in', retry: 'yes' },
  'controller/wrong': { when: 'name, password or code is wrong, and which of them is not said', retry: 'after-change' },
  'controller/too-often': { when: 'too many sign-ins were wrong lately', retry: 'after-change' },
  'controller/no-token': { when: 'the controller has no token that can be used', retry: 'after-change' },
  'controller/no-right': { when: 'the password is right and the person controls trust nowhere', retry: 'after-change' },
  'controller/other-office': { when: 'the controller may not act in the office of this desk', retry: 'after-change' },
  'controller/not-offline': {
    when: 'the server is away and the desk has nothing to check this controller by',
    retry: 'after-change',
  },
  'controller/guidelines': { when: 'the guidelines that hold now have not been read', retry: 'after-change' },
  'controller/own-office': { when: 'the person is of an office that the controller has no say in', retry: 'no' },
  'act/no-right': { when: 'whoever is at the desk may not do this', retry: 'after-change' },
  'act/oneself': { when: 'a controller would do this with their own token', retry: 'no' },
  'act/nobodys': { when: 'the token is nobody’s', retry: 'no' },
  'act/somebodys': { when: 'the token is somebody’s and has to be taken back first', retry: 'after-change' },
  'act/no-office': { when: 'the controller has no office to take a token back in', retry: 'after-change' },
  'act/recorded-already': { when: 'what ended the token is recorded here already', retry: 'no' },
  'act/stand-in-unknown': {
    when: 'nobody can say whether a privacyIDEA server made a password in the place of a token',
    retry: 'after-change',
  },
  'act/code-unseen': { when: 'the desk was locked before a temporary code could be shown', retry: 'after-change' },
  'act/not-allowed-there': {
    when: 'the privacyIDEA server does not let the account of the station do this',
    retry: 'after-change',
  },
  'act/no-code': { when: 'the server gives no temporary code, and says why', retry: 'after-change' },
  'conflict/unknown': { when: 'nothing is known of a conflict about this record any more', retry: 'no' },
  'conflict/settled': { when: 'the conflict was decided already, or cannot be decided so', retry: 'no' },
  'conflict/administrators': { when: 'only an administrator may decide a conflict so', retry: 'after-change' },
  'vault/locked': { when: 'the vault has not been unlocked', retry: 'after-change' },
  'vault/passphrase': { when: 'the passphrase is wrong', retry: 'after-change' },
  'vault/passphrase-weak': { when: 'a new passphrase is shorter than 10 characters', retry: 'after-change' },
  'vault/full': { when: 'the disk has no room left', retry: 'after-change' },
  'vault/newer': { when: 'the vault was written by a newer Keydesk', retry: 'no' },
  'vault/corrupt': { when: 'the vault fails its own checks', retry: 'no' },
  'vault/in-use': { when: 'another Keydesk has this vault open', retry: 'after-change' },
  'vault/keystore': { when: 'the keystore of the operating system does not give the key back', retry: 'after-change' },
  'vault/failed': { when: 'reading or writing the vault failed', retry: 'yes' },
  'reprogram/not-now': { when: 'there is no lane, or it does not take this now', retry: 'no' },
  'reprogram/ceremony': { when: 'a ceremony is open and goes before the lane', retry: 'after-change' },
  'reprogram/practice': { when: 'a practice token lies on no shelf', retry: 'no' },
  'reprogram/done-already': { when: 'the token was written anew in this lane already', retry: 'no' },
  'reprogram/both-slots': { when: 'nobody knows what both slots of the token hold', retry: 'no' },
  'reprogram/no-token-of-it': {
    when: 'the code is of none of the tokens that wait for a touch',
    retry: 'after-change',
  },
  'reprogram/two-tokens': { when: 'the code fits more than one of the tokens that wait', retry: 'after-change' },
  'reprogram/overtaken': { when: 'the slot was written elsewhere before its code came', retry: 'after-change' },
  'stock/no-draft': { when: 'what was being received, counted or packed was closed or put away', retry: 'no' },
  'stock/no-destination': { when: 'a shipment goes to no other office', retry: 'after-change' },
  'stock/no-shipment': { when: 'this desk knows of no such shipment to the office', retry: 'after-change' },
  'stock/nothing': { when: 'there is no token in what is to be closed', retry: 'after-change' },
  'stock/changed': { when: 'a token was issued, moved or found after it was shown', retry: 'after-change' },
  'stock/arrived': { when: 'nothing of a box that is called back is on its way any more', retry: 'no' },
  'stock/destination-gone': { when: 'the office that a box is packed for was removed', retry: 'after-change' },
  'order/unreadable': {
    when: 'a vendor’s file of seeds cannot be read as what it is said to be',
    retry: 'after-change',
  },
  'order/too-many': { when: 'a vendor’s file has more credentials than an order takes', retry: 'after-change' },
  'order/changed': { when: 'what a file would bring is not what was shown any more', retry: 'after-change' },
  'stock/differs-now': { when: 'what is missing is not what was shown any more', retry: 'after-change' },
  'stock/too-many': { when: 'more tokens are missing than one record can name', retry: 'after-change' },
  'stock/shelf-too-large': { when: 'more tokens lie on the shelf than one count can name', retry: 'after-change' },
  'record/unknown': { when: 'no record of that name is kept at this desk', retry: 'no' },
  'record/not-agreed': { when: 'what was to be recorded has a form that no record may have', retry: 'after-change' },
  'station/not-enrolled': { when: 'this station is not enrolled with a server', retry: 'after-change' },
  'station/enrolment-code': { when: 'the enrolment code is malformed, used or expired', retry: 'after-change' },
  'station/pairing': { when: 'this station cannot be paired with what is at the address', retry: 'after-change' },
  'station/already-enrolled': { when: 'this station is enrolled already', retry: 'no' },
  'station/revoked': { when: 'the server no longer accepts this station', retry: 'after-change' },
  'station/unknown': { when: 'the server does not know this station, or not by this key', retry: 'after-change' },
  'trail/settled': { when: 'what contradicted the server’s log is settled already, or is another', retry: 'no' },
  'trail/key-changed': {
    when: 'the log is signed by a key that this station does not know',
    retry: 'after-change',
  },
  'sync/unreachable': { when: 'the server cannot be reached', retry: 'yes' },
  'sync/certificate': { when: 'the certificate was not made by the pinned authority', retry: 'no' },
  'sync/not-keydesk': { when: 'what answered does not speak the protocol', retry: 'yes' },
  'sync/server-error': { when: 'the server answered with an error of its own', retry: 'yes' },
  'sync/refused': { when: 'the server refuses the record', retry: 'no' },
  'sync/policy': { when: 'a policy of the privacyIDEA server refuses the token', retry: 'after-change' },
  'sync/account': {
    when: 'the privacyIDEA server does not accept the account of this station',
    retry: 'after-change',
  },
  'sync/serial-taken': { when: 'the privacyIDEA server has another token of this serial', retry: 'after-change' },
  'sync/found-otherwise': {
    when: 'the privacyIDEA server has the token otherwise than it was when an act was done here',
    retry: 'after-change',
  },
  'sync/act-not-allowed': {
    when: 'the privacyIDEA server does not let the account do what was done here',
    retry: 'after-change',
  },
  'sync/seed-gone': { when: 'the seed of a record that was not delivered is no longer here', retry: 'no' },
  'sync/conflict': { when: 'the server has another record where this one belongs', retry: 'no' },
  'sync/blocked': { when: 'the server cannot take a record, and none after it may go first', retry: 'after-change' },
  'sync/receipt': { when: 'the receipt is not signed by the server or is for another record', retry: 'yes' },
  'administration/signed-out': {
    when: 'nobody is signed in to the server, or the session has ended',
    retry: 'after-change',
  },
  'administration/credentials': { when: 'the server knows no such name and password', retry: 'after-change' },
  'administration/too-often': { when: 'too many sign-ins were refused lately', retry: 'after-change' },
  'administration/no-right': { when: 'whoever is signed in lacks the right to do this', retry: 'after-change' },
  'administration/refused': { when: 'the server refuses what was asked and says why', retry: 'after-change' },
  'administration/changed-meanwhile': {
    when: 'somebody else changed it after it was shown here',
    retry: 'after-change',
  },
  'administration/name-taken': { when: 'there is another one of that name', retry: 'after-change' },
  'administration/not-there': { when: 'the server has nothing of that name any more', retry: 'after-change' },
  'administration/not-understood': { when: 'the server answers in a form that is not known here', retry: 'no' },
  'administration/server-error': { when: 'the server failed at what was asked', retry: 'yes' },
  'administration/unreachable': { when: 'the server cannot be reached for an administrator', retry: 'yes' },
  'administration/secret': {
    when: 'a new PIN or password is too short, or the two entries differ',
    retry: 'after-change',
  },
  'administration/privacyidea-only': { when: 'only a privacyIDEA server is asked for this', retry: 'no' },
  'administration/keydesk-only': { when: 'only Keydesk’s own server can do this', retry: 'no' },
  'administration/cancelled': { when: 'the session ended while the server was asked', retry: 'after-change' },
  'file/not-written': { when: 'a file cannot be written where somebody wanted it', retry: 'after-change' },
  'file/not-read': { when: 'the file that somebody chose cannot be read', retry: 'after-change' },
  'file/too-large': { when: 'the file that somebody chose is larger than any of its kind', retry: 'no' },
  'paper/no-printer': { when: 'the system knows no printer', retry: 'after-change' },
  'paper/not-printed': { when: 'the system did not take what was to be printed', retry: 'yes' },
  'paper/not-drawn': { when: 'the sheets of the window could not be made a PDF', retry: 'yes' },
  'policy/conflict': { when: 'policies of one priority give one action different values', retry: 'after-change' },
  'policy/file': { when: 'a file holds something else than policies', retry: 'after-change' },
  'policy/missing-data': {
    when: 'a condition of a policy looks at what the request does not have',
    retry: 'after-change',
  },
  'ipc/sender': { when: 'a message came from somewhere other than the app’s own window', retry: 'no' },
  'ipc/shape': { when: 'a request or reply does not match its schema', retry: 'no' },
  'ipc/channel': { when: 'there is no such channel', retry: 'no' },
  'ipc/too-many': { when: 'more is asked at once than the window ever asks', retry: 'yes' },
  'app/core-stopped': { when: 'the desk core ended unasked and is being started again', retry: 'yes' },
  'app/core-lost': { when: 'the desk core ended again and again and is left alone', retry: 'no' },
  'app/failed': { when: 'something failed that has no name yet: a defect', retry: 'yes' },
} as const satisfies Record<string, { readonly when: string; readonly retry: 'yes' | 'no' | 'after-change' }>;

export type FailureCode = keyof typeof failures;

/** A failure as data, the only form in which one crosses a process. Context never holds a secret. */
export interface Failure {
  readonly code: FailureCode;
  readonly context: Readonly<Record<string, string | number>>;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** The one error class: a code from the table, what is needed to word it, and the cause for the log. */
export class KeydeskError extends Error {
  readonly code: FailureCode;
  readonly context: Failure['context'];

  constructor(code: FailureCode, context: Failure['context'] = {}, options: { cause?: unknown } = {}) {
    super(code, options);
    this.name = 'KeydeskError';
    this.code = code;
    this.context = context;
  }
}

export function asFailure(error: unknown): Failure {
  return error instanceof KeydeskError
    ? { code: error.code, context: error.context }
    : { code: 'app/failed', context: {} };
}
