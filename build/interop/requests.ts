import { hotp } from '../../domain/otp/hotp.ts';

/** What earlier answers gave, by name, and put into later requests as `{name}`. */
export type Kept = Readonly<Record<string, string>>;

/** One request of the comparison, asked of both servers in the same state. */
export interface Asked {
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Asked as the administrator, as nobody, or with a text that is no login. */
  readonly as?: 'nobody' | 'garbage';
  /** `value`: how far the two values have to agree: wholly (also the default for plain values), in their members, or not at all. */
  readonly value?: 'same' | 'members' | 'any';
  /** Members of `detail` that have to agree when a client works with them. */
  readonly detail?: readonly string[];
  /** Kept for later requests: a name, and where in the answer. */
  readonly keep?: Readonly<Record<string, string>>;
  /** A file, sent as multipart/form-data with the form. */
  readonly file?: string;
}

/** The key of RFC 4226, appendix D. */
const rfcKey = '3132333435363738393031323334353637383930';
const seed = Buffer.from(rfcKey, 'hex');
const code = (counter: number, digits = 6) => hotp(seed, counter, digits);

const login = (title: string, form: Record<string, string>, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'POST',
  path: '/validate/check',
  form,
  as: 'nobody',
  detail: ['message', 'serial', 'type', 'otplen'],
  ...more,
});
const post = (title: string, path: string, form: Record<string, string> = {}, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'POST',
  path,
  form,
  ...more,
});
const get = (title: string, path: string, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'GET',
  path,
  ...more,
});
const del = (title: string, path: string, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'DELETE',
  path,
  ...more,
});
const init = (title: string, form: Record<string, string>, more: Partial<Asked> = {}): Asked =>
  post(title, '/token/init', form, { value: 'same', ...more });
const policy = (name: string, scope: string, action: string, more: Record<string, string> = {}): Asked =>
  post(
    `policy ${name}: ${action.slice(0, 50)}`,
    `/policy/${name}`,
    { scope, action, realm: '', active: 'true', ...more },
    {
      value: 'members',
    },
  );
const end = (name: string): Asked => del(`the policy ${name} is deleted`, `/policy/${name}`, { value: 'any' });
const hq = { realm: 'hq' } as const;

const sessions: readonly Asked[] = [
  post('login of an administrator, wrong password', '/auth', { username: 'root', password: 'x' }, { as: 'nobody' }),
  post('login of nobody there is', '/auth', { username: 'nobody', password: 'x' }, { as: 'nobody' }),
  post('login without a name', '/auth', { password: 'x' }, { as: 'nobody' }),
  post(
    'login of a person by the user store',
    '/auth',
    { username: 'alice@hq', password: 'the password of alice' },
    {
      as: 'nobody',
      value: 'members',
    },
  ),
  post('login of a person, wrong password', '/auth', { username: 'alice@hq', password: 'x' }, { as: 'nobody' }),
  get('tokens without a login', '/token/', { as: 'nobody' }),
  get('tokens with a login that is none', '/token/', { as: 'garbage' }),
  post('init without a login', '/token/init', { type: 'hotp', genkey: '1' }, { as: 'nobody' }),
  get('rights of the login', '/auth/rights', { value: 'any' }),
];

const directory: readonly Asked[] = [
  get('realms', '/realm/', { value: 'members' }),
  get('default realm', '/defaultrealm', { value: 'members' }),
  get('resolvers', '/resolver/', { value: 'members' }),
  post('realm of a resolver that is not there', '/realm/other', { resolvers: 'nowhere' }, { value: 'same' }),
  del('a realm that is not there', '/realm/nowhere'),
  post('default realm that is not there', '/defaultrealm/nowhere'),
  post('resolver of an unknown type', '/resolver/bad', { type: 'nonsense' }),
  get('people', '/user/?realm=hq&username=a*', { value: 'members' }),
  get('people of all realms', '/user/?username=bob', { value: 'members' }),
  get('nobody of that name', '/user/?realm=hq&username=nobody', { value: 'same' }),
  get('people of a realm that is not there', '/user/?realm=nowhere', { value: 'same' }),
];

const enrolment: readonly Asked[] = [
  init(
    'init HOTP',
    { type: 'hotp', serial: 'H1', otpkey: rfcKey, user: 'alice', ...hq, pin: '1234' },
    {
      detail: ['serial', 'rollout_state'],
    },
  ),
  init('init HOTP again on its serial', {
    type: 'hotp',
    serial: 'H1',
    otpkey: rfcKey,
    user: 'alice',
    ...hq,
    pin: '1234',
  }),
  init('init of its serial for another person', { type: 'hotp', serial: 'H1', otpkey: rfcKey, user: 'bob', ...hq }),
  init('init of its serial as another type', { type: 'totp', serial: 'H1', otpkey: rfcKey }),
  init('init with a key of the server', { type: 'totp', serial: 'T1', genkey: '1' }),
  init('init without a key', { type: 'hotp', serial: 'H2' }),
  init('init with a key that is not hex', { type: 'hotp', serial: 'H2', otpkey: 'zz' }),
  init('init with an odd number of digits', { type: 'hotp', serial: 'H2', otpkey: 'abc' }),
  init('init of an unknown type', { type: 'nonsense', genkey: '1' }),
  init('init with a serial of other letters', { type: 'hotp', serial: 'a b/c', genkey: '1' }),
  init('init for nobody there is', { type: 'hotp', genkey: '1', user: 'nobody', ...hq }),
  init('init for a person of a realm that is not there', {
    type: 'hotp',
    genkey: '1',
    user: 'alice',
    realm: 'nowhere',
  }),
  init('init with 5 digits', { type: 'hotp', serial: 'H5', otpkey: rfcKey, otplen: '5' }),
  init('init with 8 digits', { type: 'hotp', serial: 'H8', otpkey: rfcKey, otplen: '8', user: 'bob', ...hq, pin: 'b' }),
  init('init with SHA-256', { type: 'totp', serial: 'T256', genkey: '1', hashlib: 'sha256' }),
  init('init with a hash that is none', { type: 'totp', serial: 'T0', genkey: '1', hashlib: 'md99' }),
  init('init yubikey', {
    ...{ type: 'yubikey', serial: 'UBAM12345678_1', otpkey: 'ecde18dbe76fbd0c33330f1c354871db', otplen: '44' },
    ...{ 'yubikey.prefix': 'vvccccdddddd', 'yubikey.tokenid': '8792ebfe26cc', description: 'office A' },
  }),
  init('init yubikey with a short key', { type: 'yubikey', otpkey: 'abcd' }),
  init('init simple pass', { type: 'spass', serial: 'S1', user: 'bob', ...hq, pin: 'simple' }),
  init('init password', { type: 'pw', serial: 'PW1', otpkey: 'a secret word', user: 'dave', ...hq, pin: 'd' }),
  init('init SMS without a number', { type: 'sms', serial: 'SMS0', genkey: '1' }),
  init('init SMS', { type: 'sms', serial: 'SMS1', genkey: '1', phone: '+44 1', user: 'carol', ...hq, pin: 'sms' }),
  init('init e-mail without an address', { type: 'email', serial: 'EM0', genkey: '1' }),
  init('init e-mail', {
    type: 'email',
    serial: 'EM1',
    genkey: '1',
    email: 'carol@example.com',
    user: 'carol',
    ...hq,
    pin: 'mail',
  }),
];

const lists: readonly Asked[] = [
  get('a token by its serial', '/token/?serial=H1', { value: 'members' }),
  get('tokens of a person', '/token/?user=alice&realm=hq', { value: 'members' }),
  get('tokens of a type', '/token/?type=yubikey', { value: 'members' }),
  get('tokens two to a page', '/token/?pagesize=2&page=2', { value: 'members' }),
  get('tokens by a piece of the serial', '/token/?serial=*BAM*', { value: 'members' }),
  get('tokens not assigned', '/token/?assigned=false&pagesize=1', { value: 'members' }),
  get('no such token', '/token/?serial=NOPE', { value: 'members' }),
  get('a page that is no number', '/token/?page=x'),
  get('tokens of nobody there is', '/token/?user=nobody&realm=hq'),
];

const logins: readonly Asked[] = [
  login('login', { user: 'alice', ...hq, pass: `1234${code(1)}` }),
  login('login in the default realm', { user: 'alice', pass: `1234${code(2)}` }),
  login('login as user@realm', { user: 'alice@hq', pass: `1234${code(3)}` }),
  login('the same code again', { user: 'alice', ...hq, pass: `1234${code(3)}` }),
  login('an earlier code', { user: 'alice', ...hq, pass: `1234${code(0)}` }),
  login('a wrong code', { user: 'alice', ...hq, pass: '1234000000' }),
  login('a wrong PIN', { user: 'alice', ...hq, pass: `9999${code(4)}` }),
  login('no PIN', { user: 'alice', ...hq, pass: code(4) }),
  login('a code ahead, in the window', { user: 'alice', ...hq, pass: `1234${code(9)}` }),
  login('a code ahead, out of the window', { user: 'alice', ...hq, pass: `1234${code(60)}` }),
  login('an empty password', { user: 'alice', ...hq, pass: '' }),
  login('no password', { user: 'alice', ...hq }),
  login('nobody there is', { user: 'nobody', ...hq, pass: 'x' }),
  login('a realm that is not there', { user: 'alice', realm: 'nowhere', pass: 'x' }),
  login('neither person nor serial', { pass: 'x' }),
  login('by serial', { serial: 'H1', pass: `1234${code(10)}` }),
  login('by serial, the code alone', { serial: 'H1', pass: code(11), otponly: '1' }),
  login('by serial, the code without its PIN', { serial: 'H1', pass: code(12) }),
  login('by a serial that is not there', { serial: 'NOPE', pass: 'x' }),
  login('8 digits', { user: 'bob', ...hq, pass: `b${code(0, 8)}` }),
  login('simple pass', { user: 'bob', ...hq, pass: 'simple' }),
  login('password token', { user: 'dave', ...hq, pass: 'da secret word' }),
  get('login by GET', `/validate/check?user=alice&realm=hq&pass=1234${code(13)}`, { as: 'nobody' }),
  login('login with a nonce', { user: 'alice', ...hq, pass: `1234${code(14)}`, nonce: 'abcdef' }),
];

const acts: readonly Asked[] = [
  post('assign', '/token/assign', { serial: 'UBAM12345678_1', user: 'bob', ...hq, pin: 'xy' }, { value: 'same' }),
  post('assign, owned by another', '/token/assign', { serial: 'UBAM12345678_1', user: 'carol', ...hq }),
  post(
    'assign again to the same person',
    '/token/assign',
    { serial: 'UBAM12345678_1', user: 'bob', ...hq },
    { value: 'same' },
  ),
  post('assign, no such serial', '/token/assign', { serial: 'NOPE', user: 'carol', ...hq }),
  post('assign to nobody there is', '/token/assign', { serial: 'T1', user: 'nobody', ...hq }),
  post('assign without a serial', '/token/assign', { user: 'carol', ...hq }),
  post('assign without a person', '/token/assign', { serial: 'T1' }),
  post('disable', '/token/disable', { serial: 'H1' }, { value: 'same' }),
  post('disable again', '/token/disable', { serial: 'H1' }, { value: 'same' }),
  login('login with a disabled token', { user: 'alice', ...hq, pass: `1234${code(15)}` }),
  post('enable', '/token/enable', { serial: 'H1' }, { value: 'same' }),
  post('enable no such serial', '/token/enable', { serial: 'NOPE' }),
  post('set a PIN', '/token/setpin', { serial: 'H1', otppin: '5678' }, { value: 'same' }),
  login('login with the new PIN', { user: 'alice', ...hq, pass: `5678${code(16)}` }),
  post('a PIN of no such serial', '/token/setpin', { serial: 'NOPE', otppin: '1' }),
  post('resync', '/token/resync', { serial: 'H1', otp1: code(30), otp2: code(31) }, { value: 'same' }),
  post(
    'resync with codes that do not follow',
    '/token/resync',
    { serial: 'H1', otp1: code(40), otp2: code(42) },
    {
      value: 'same',
    },
  ),
  post('resync without a second code', '/token/resync', { serial: 'H1', otp1: code(40) }),
  post('resync of no such serial', '/token/resync', { serial: 'NOPE', otp1: '1', otp2: '2' }),
  post('reset', '/token/reset', { serial: 'H1' }, { value: 'same' }),
  post(
    'set the window',
    '/token/set',
    { serial: 'H1', count_window: '5', sync_window: '100', max_failcount: '4' },
    {
      value: 'same',
    },
  ),
  post('describe', '/token/description', { serial: 'H1', description: 'of the office' }, { value: 'same' }),
  post('information on a token', '/token/info/H1/keydesk.issuance', { value: 'abc' }, { value: 'same' }),
  post('realms of a token', '/token/realm/UBAM12345678_1', { realms: 'hq' }, { value: 'same' }),
  post('a realm of a token that is not there', '/token/realm/UBAM12345678_1', { realms: 'nowhere' }),
  get('whose code is this', `/token/getserial/${code(32)}?serial=H1`, { value: 'same' }),
  get('a code of nobody', '/token/getserial/000000?serial=H1', { value: 'same' }),
  post('copy the PIN', '/token/copypin', { from: 'H1', to: 'T1' }, { value: 'same' }),
  post('copy the person', '/token/copyuser', { from: 'H1', to: 'T1' }, { value: 'same' }),
  post('set a random PIN', '/token/setrandompin', { serial: 'T1' }, { value: 'any' }),
  post('unassign the copy', '/token/unassign', { serial: 'T1' }, { value: 'same' }),
  login('wrong codes lock: 1', { user: 'alice', ...hq, pass: '5678000000' }),
  login('wrong codes lock: 2', { user: 'alice', ...hq, pass: '5678000001' }),
  login('wrong codes lock: 3', { user: 'alice', ...hq, pass: '5678000002' }),
  login('wrong codes lock: 4', { user: 'alice', ...hq, pass: '5678000003' }),
  login('a right code of a locked token', { user: 'alice', ...hq, pass: `5678${code(32)}` }),
  post('reset a locked token', '/token/reset', { serial: 'H1' }, { value: 'same' }),
  login('after the reset', { user: 'alice', ...hq, pass: `5678${code(33)}` }),
];

const challenges: readonly Asked[] = [
  login('PIN alone without a policy', { user: 'alice', ...hq, pass: '5678' }),
  policy('chal', 'authentication', 'challenge_response=hotp totp'),
  login(
    'PIN alone: a challenge',
    { user: 'alice', ...hq, pass: '5678' },
    { keep: { transaction: 'detail.transaction_id' } },
  ),
  login('a wrong answer', { user: 'alice', ...hq, pass: '000000', transaction_id: '{transaction}' }),
  login('the right answer', { user: 'alice', ...hq, pass: code(34), transaction_id: '{transaction}' }),
  login('the same answer again', { user: 'alice', ...hq, pass: code(34), transaction_id: '{transaction}' }),
  login('an answer to no challenge', { user: 'alice', ...hq, pass: code(35), transaction_id: '01234567890123456789' }),
  get('poll a transaction that is over', '/validate/polltransaction?transaction_id={transaction}', {
    as: 'nobody',
    value: 'same',
  }),
  post('trigger a challenge', '/validate/triggerchallenge', { user: 'alice', ...hq }, { value: 'any' }),
  post('trigger without a login', '/validate/triggerchallenge', { user: 'alice', ...hq }, { as: 'nobody' }),
  get('challenges of a token', '/token/challenges/H1', { value: 'members' }),
  end('chal'),
];

const policies: readonly Asked[] = [
  policy('lim', 'enrollment', 'max_token_per_user=1', { user: 'alice' }),
  init('init over the limit per person', { type: 'hotp', genkey: '1', user: 'alice', ...hq }),
  post('assign over the limit per person', '/token/assign', { serial: 'T256', user: 'alice', ...hq }),
  end('lim'),
  policy('limr', 'enrollment', 'max_token_per_realm=1', { realm: 'hq' }),
  init('init over the limit per realm', { type: 'hotp', genkey: '1', user: 'alice', ...hq }),
  end('limr'),
  policy('otppin', 'authentication', 'otppin=none'),
  login('otppin=none: the code alone', { user: 'alice', ...hq, pass: code(36) }),
  login('otppin=none: PIN and code', { user: 'alice', ...hq, pass: `5678${code(37)}` }),
  end('otppin'),
  policy('otppin1', 'authentication', 'otppin=userstore'),
  login('otppin=userstore: password and code', { user: 'alice', ...hq, pass: `the password of alice${code(37)}` }),
  login('otppin=userstore: PIN and code', { user: 'alice', ...hq, pass: `5678${code(38)}` }),
  policy('otppin2', 'authentication', 'otppin=none'),
  login('two policies that disagree', { user: 'alice', ...hq, pass: code(38) }),
  end('otppin1'),
  end('otppin2'),
  init('init for the pool', { type: 'hotp', serial: 'POOL', otpkey: '3132333435363738393031323334353637383931' }),
  post('the pool is a realm', '/token/realm/POOL', { realms: 'hq' }, { value: 'same' }),
  init('init for a person who is without', { type: 'spass', serial: 'ONLY', user: 'dave', ...hq }),
  post('unassign', '/token/unassign', { serial: 'ONLY' }, { value: 'same' }),
  del('delete', '/token/ONLY', { value: 'same' }),
  del('delete what is not there', '/token/ONLY'),
  post('unassign the password token', '/token/unassign', { serial: 'PW1' }, { value: 'same' }),
  login('a person without tokens', { user: 'dave', ...hq, pass: 'the password of dave' }),
  policy('pass', 'authentication', 'passthru=userstore'),
  login('passthru: the password', { user: 'dave', ...hq, pass: 'the password of dave' }),
  login('passthru: another', { user: 'dave', ...hq, pass: 'x' }),
  end('pass'),
  policy('nouser', 'authentication', 'passOnNoUser'),
  login('passOnNoUser', { user: 'nobody', ...hq, pass: 'x' }),
  end('nouser'),
  get('the token of the pool', '/token/?serial=POOL', { value: 'members' }),
  policy('auto', 'enrollment', 'autoassignment=any_pin'),
  login('autoassignment: any PIN and a code of the pool', {
    ...{ user: 'dave', ...hq },
    pass: `mypin${hotp(Buffer.from('3132333435363738393031323334353637383931', 'hex'), 1)}`,
  }),
  end('auto'),
  post('unassign from the person', '/token/unassign', { serial: 'POOL' }, { value: 'same' }),
  policy('notoken', 'authentication', 'passOnNoToken'),
  login('passOnNoToken', { user: 'dave', ...hq, pass: 'x' }),
  end('notoken'),
  policy('rand', 'enrollment', 'otp_pin_random=8'),
  init('init under otp_pin_random', { type: 'hotp', serial: 'R1', otpkey: rfcKey, user: 'dave', ...hq, pin: '1' }),
  login('the PIN that was asked for does not hold', { user: 'dave', ...hq, pass: `1${code(0)}` }),
  end('rand'),
];

const policyRecords: readonly Asked[] = [
  post(
    'policy without a realm parameter',
    '/policy/p0',
    { scope: 'enrollment', action: 'max_token_per_user=2' },
    {
      value: 'members',
    },
  ),
  post('policy without a scope', '/policy/p0', { action: 'max_token_per_user=2', realm: '' }),
  post('policy of an unknown scope', '/policy/p0', { scope: 'nonsense', action: 'x', realm: '' }),
  post('policy with an unknown action', '/policy/p0', { scope: 'enrollment', action: 'nonsense=1', realm: '' }),
  post('policy with a value that is no number', '/policy/p0', {
    scope: 'enrollment',
    action: 'max_token_per_user=many',
    realm: '',
  }),
  post('policy with a window that never matches', '/policy/p0', {
    scope: 'enrollment',
    action: 'max_token_per_user=2',
    realm: '',
    time: 'Sat-Mon: 8-18',
  }),
  post('policy named check', '/policy/check', { scope: 'enrollment', action: 'max_token_per_user=2', realm: '' }),
  policy('p1', 'enrollment', 'max_token_per_user=9, tokenlabel={user}@{realm}'),
  get('policies', '/policy/p1', { value: 'members' }),
  get('policy check', '/policy/check?user=alice&realm=hq&scope=enrollment&action=max_token_per_user', {
    value: 'members',
  }),
  get('policy export', '/policy/export/all.cfg', { value: 'any' }),
  post('disable a policy', '/policy/disable/p1', {}, { value: 'any' }),
  post('enable a policy', '/policy/enable/p1', {}, { value: 'any' }),
  end('p1'),
  del('a policy that is not there', '/policy/p1'),
  get('definitions of policies', '/policy/defs/enrollment', { value: 'any' }),
];

const lostAndRevoked: readonly Asked[] = [
  post('lost, a token of nobody', '/token/lost/T256'),
  post('lost', '/token/lost/H1', {}, { value: 'members' }),
  post('lost twice', '/token/lost/H1', {}, { value: 'members' }),
  post('lost, no such serial', '/token/lost/NOPE'),
  post('revoke', '/token/revoke', { serial: 'UBAM12345678_1' }, { value: 'same' }),
  post('revoke again', '/token/revoke', { serial: 'UBAM12345678_1' }, { value: 'same' }),
  post('enable a revoked token', '/token/enable', { serial: 'UBAM12345678_1' }, { value: 'same' }),
  login('login by the serial of a revoked token', { serial: 'UBAM12345678_1', pass: 'x' }),
  post('assign a revoked token', '/token/assign', { serial: 'UBAM12345678_1', user: 'bob', ...hq }),
];

const others: readonly Asked[] = [
  get(
    'yubico validation, no such client',
    '/ttype/yubikey?id=1&otp=vvccccddddddhknhfjbrjnlnldnhcujvddbikngjrtgh&nonce=abcdefghijklmnop',
    {
      as: 'nobody',
    },
  ),
  get('yubico validation without parameters', '/ttype/yubikey', { as: 'nobody' }),
  get('audit', '/audit/?page_size=2', { value: 'members' }),
  get('audit of an action', '/audit/?action=*validate*&page_size=1', { value: 'members' }),
  post('a setting of the system', '/system/setConfig', { 'email.validtime': '120' }, { value: 'members' }),
  get('a setting, read', '/system/email.validtime', { value: 'same' }),
  post(
    'import of an OATH CSV',
    '/token/load/tokens.csv',
    { type: 'oathcsv', tokenrealms: 'hq' },
    {
      file: `IMP1,${rfcKey},hotp,6,0\nIMP2,${rfcKey},hotp,6,5\n`,
      value: 'same',
    },
  ),
  login('login with an imported token', { serial: 'IMP2', pass: code(5) }),
  post('import of an unknown type', '/token/load/tokens.csv', { type: 'nonsense' }, { file: 'x' }),
  post('import of an empty file', '/token/load/tokens.csv', { type: 'oathcsv' }, { file: '' }),
  get('no such path', '/nothing/here'),
];

/** All of them, in the order in which they are asked. */
export const requests: readonly Asked[] = [
  ...[...sessions, ...directory, ...enrolment, ...lists, ...logins, ...acts],
  ...[...challenges, ...policies, ...policyRecords, ...lostAndRevoked, ...others],
];
