import { type Asked, code, get, login, post, rfcKey } from './asked.ts';

export const others: readonly Asked[] = [
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
