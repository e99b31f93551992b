import { type Asked, del, get, post } from './asked.ts';

export const sessions: readonly Asked[] = [
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

export const directory: readonly Asked[] = [
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
