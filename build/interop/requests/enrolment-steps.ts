import { type Asked, code, end, init, login, policy, rfcKey } from './asked.ts';

const waiting = ['serial', 'rollout_state', 'verify'] as const;

/** Enrolments that take more than one request, and what is good for one login. */
export const enrolmentSteps: readonly Asked[] = [
  policy('verified', 'enrollment', 'verify_enrollment=hotp'),
  init('init that has to be verified', { type: 'hotp', serial: 'V1', otpkey: rfcKey }, { detail: waiting }),
  login('login with a token that was not verified', { serial: 'V1', pass: code(0) }),
  init('init again of what has to be verified', { type: 'hotp', serial: 'V1', otpkey: rfcKey }),
  init('a wrong first code', { type: 'hotp', serial: 'V1', verify: '000000' }),
  init('the first code', { type: 'hotp', serial: 'V1', verify: code(1) }, { detail: ['serial', 'rollout_state'] }),
  login('the first code once more', { serial: 'V1', pass: code(1) }),
  login('login with a token that was verified', { serial: 'V1', pass: code(2) }),
  init('a first code where none is waited for', { type: 'hotp', serial: 'V1', verify: code(3) }),
  end('verified'),
  init('init in two steps without a policy', { type: 'hotp', serial: 'TS0', '2stepinit': '1' }),
  policy('steps', 'admin', 'enrollHOTP, policywrite, policydelete, hotp_2step=allow'),
  init(
    'init in two steps',
    { type: 'hotp', serial: 'TS1', '2stepinit': '1' },
    { detail: ['serial', 'rollout_state', '2step_salt', '2step_output', '2step_difficulty'] },
  ),
  login('login with a token that waits for its second part', { serial: 'TS1', pass: '123456' }, { detail: [] }),
  init('the first of two steps again', { type: 'hotp', serial: 'TS1', '2stepinit': '1' }),
  init('a second part that is too short', { type: 'hotp', serial: 'TS1', otpkey: '0102' }),
  init('the second part', { type: 'hotp', serial: 'TS1', otpkey: '0102030405060708' }, { detail: ['serial'] }),
  end('steps'),
  init('a new seed for a token in use', { type: 'hotp', serial: 'V1', otpkey: rfcKey, rollover: '1' }),
  login('login with the new seed', { serial: 'V1', pass: code(0) }),
  init('a new seed for no token', { type: 'hotp', serial: 'V0', otpkey: rfcKey, rollover: '1' }),
  init(
    'init of a registration code',
    { type: 'registration', serial: 'REG1' },
    { keep: { code: 'detail.registrationcode' } },
  ),
  login('login with the registration code', { serial: 'REG1', pass: '{code}' }),
  login('login with the registration code again', { serial: 'REG1', pass: '{code}' }, { detail: [] }),
];
