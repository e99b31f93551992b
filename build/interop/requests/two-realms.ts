import { type Asked, code, del, end, get, hq, init, login, policy, post, rfcKey } from './asked.ts';

const branch = { realm: 'branch' } as const;
const carol = { user: 'carol', ...branch } as const;
const tokensOf = (title: string, realm: string) => get(title, `/token/?user=carol&realm=${realm}`, { value: 'count' });

/** People of one resolver who are in two realms. */
export const twoRealms: readonly Asked[] = [
  post('a second realm of the same people', '/realm/branch', { resolvers: 'r1' }, { value: 'same' }),
  get('a person through the second realm', '/user/?realm=branch&username=carol', { value: 'members' }),
  tokensOf('tokens of the first realm, through the second', 'branch'),
  init('init through the second realm', { type: 'hotp', serial: 'B1', otpkey: rfcKey, ...carol, pin: 'b' }),
  tokensOf('tokens through the second realm', 'branch'),
  tokensOf('tokens through the first realm', 'hq'),
  get('the owner through the second realm', '/token/?serial=B1&user=carol&realm=branch', { value: 'members' }),
  login('login through the second realm', { ...carol, pass: `b${code(1)}` }),
  login('login through the first realm with a token of the second', { user: 'carol', ...hq, pass: `b${code(2)}` }),
  login('login by the serial, with the first realm', { serial: 'B1', user: 'carol', ...hq, pass: `b${code(3)}` }),
  login('login by the serial alone', { serial: 'B1', pass: `b${code(4)}` }),
  post('assign to the same person through the other realm', '/token/assign', { serial: 'B1', user: 'carol', ...hq }),
  post('a PIN of the token, through the other realm', '/token/setpin', {
    ...{ serial: 'B1', user: 'carol', ...hq },
    otppin: 'c',
  }),
  ...(
    [
      ['disable', {}],
      ['reset', {}],
      ['set', { count_window: '11' }],
      ['description', { description: 'x' }],
      ['resync', { otp1: code(5), otp2: code(6) }],
      ['revoke', {}],
    ] as const
  ).map(([act, more]) =>
    post(`${act}, through the other realm`, `/token/${act}`, { serial: 'B1', user: 'carol', ...hq, ...more }),
  ),
  post('lost, through the other realm', '/token/lost/B1', { user: 'carol', ...hq }),
  del('delete, through the other realm', '/token/B1?user=carol&realm=hq'),
  post('trigger, through the other realm', '/validate/triggerchallenge', { serial: 'B1', user: 'carol', ...hq }),
  post('disable what the person has, through the second realm', '/token/disable', carol, { value: 'same' }),
  post('enable what the person has, through the second realm', '/token/enable', carol, { value: 'same' }),
  post('both realms of the token', '/token/realm/B1', { realms: 'hq,branch' }, { value: 'same' }),
  tokensOf('tokens through the first realm, the token in both', 'hq'),
  tokensOf('tokens through the second realm, the token in both', 'branch'),
  login('login through the first realm, the token in both', { user: 'carol', ...hq, pass: `b${code(5)}` }),
  policy('per', 'enrollment', 'max_token_per_user=2', { user: 'carol' }),
  init('init through the second realm, the first realm full', { type: 'spass', serial: 'B2', ...carol, pin: 's' }),
  init('init through the second realm over its limit', { type: 'spass', serial: 'B3', ...carol, pin: 's' }),
  end('per'),
  login('a person of the first realm without tokens in the second', { user: 'bob', ...branch, pass: 'bsimple' }),
  policy('pass2', 'authentication', 'passthru=userstore'),
  login('passthru through the second realm, tokens in the first', {
    ...{ user: 'bob', ...branch },
    pass: 'the password of bob',
  }),
  end('pass2'),
  post('unassign through the other realm', '/token/unassign', { serial: 'B1', user: 'carol', ...hq }),
  post('unassign through its realm', '/token/unassign', { serial: 'B1', ...carol }, { value: 'same' }),
];
