import { expect, test } from 'vitest';
import { messageTrouble } from '../../electron/administration/message-trouble.ts';

test.each([
  ['mail.example.org:25: it did not answer in time', 'no-answer', { where: 'mail.example.org:25' }],
  ['sms.example.org: the connection failed (ECONNREFUSED)', 'connection', { cause: 'ECONNREFUSED' }],
  [
    "sms.example.org: the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT); give its authority as 'option.CA'",
    'untrusted',
    { where: 'sms.example.org', cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  ],
  [
    "mail.example.org:465: its certificate is not trusted (ESOCKET); give its authority as 'ca'",
    'untrusted',
    { where: 'mail.example.org:465', cause: 'ESOCKET' },
  ],
  ['sms.example.org: it answered 503', 'answered', { status: '503' }],
  ["the SMTP server 'old-mail' is not defined any more", 'undefined', { name: 'old-mail' }],
  ["the gateway's host 10.0.0.1 is not allowed: it is not public", 'host-not-allowed', { where: '10.0.0.1' }],
  ['mail.example.org:25: the login was refused: 535 no', 'login-refused', { answer: '535 no' }],
  ['there is no telephone number', 'no-phone-number', {}],
])('a message’s trouble has a code: %s', (said, code, values) => {
  expect(messageTrouble(said)).toMatchObject({ said, code, values });
});

test('what the other side said itself stays in its words', () => {
  const said = 'mail.example.org:25: 550 no such mailbox';
  expect(messageTrouble(said)).toEqual({ said, code: null, values: {} });
});
