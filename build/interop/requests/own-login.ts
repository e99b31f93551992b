import { type Asked, end, get, hq, init, policy, post, rfcKey } from './asked.ts';

const alice = { username: 'alice@hq', password: 'the password of alice' } as const;
const person = { as: 'person' } as const;

/** People at /auth, and what they do with their own tokens. */
export const ownLogin: readonly Asked[] = [
  init('init of somebody’s own token', { type: 'hotp', serial: 'OWN1', otpkey: rfcKey, user: 'alice', ...hq }),
  init('init of nobody’s token', { type: 'hotp', serial: 'NOBODYS1', otpkey: rfcKey }),
  policy('selfmode', 'webui', 'login_mode=userstore'),
  policy('self', 'user', 'disable, enable, setpin, resync'),
  post('a person logs in', '/auth', alice, { as: 'nobody', value: 'any', keep: { person: 'result.value.token' } }),
  post('a person logs in with a wrong password', '/auth', { ...alice, password: 'x' }, { as: 'nobody' }),
  get('own tokens', '/token/?serial=OWN1', { ...person, value: 'members' }),
  get('nobody’s token, asked by a person', '/token/?serial=NOBODYS1', { ...person, value: 'members' }),
  post('an own token is disabled', '/token/disable/OWN1', {}, { ...person, value: 'same' }),
  post('an own token is enabled', '/token/enable/OWN1', {}, { ...person, value: 'same' }),
  post('the PIN of an own token is set', '/token/setpin/OWN1', { otppin: '1234' }, { ...person, value: 'same' }),
  post('what no policy gives', '/token/reset/OWN1', {}, { ...person, value: 'same' }),
  post('nobody’s token is disabled by a person', '/token/disable/NOBODYS1', {}, { ...person, value: 'same' }),
  get('policies, asked by a person', '/policy/', { ...person, value: 'any' }),
  end('self'),
  policy('selfmode', 'webui', 'login_mode=disable'),
  post('a person whose login is disabled', '/auth', alice, { as: 'nobody' }),
  end('selfmode'),
];
