import { describe, expect, it, test } from 'vitest';
import { wireFailure } from '../../electron/administration/wire-failure.ts';

const refusal = (message: string, detail: unknown = null, status = 400) =>
  wireFailure(
    { status, retryAfterSeconds: undefined },
    { result: { status: false, error: { code: 905, message } }, detail },
  );

describe('what a server refuses', () => {
  test.each([
    ['ERR905: Verification of the new token failed.', { reason: 'wrong-first-code' }],
    ['ERR905: Client Secret Size is expected to be 8, but is 5', { reason: 'part-size', size: '8', given: '5' }],
    ['ERR905: Malformed base32check data: Incorrect checksum', { reason: 'part-form' }],
    ['ERR1007: This action is not possible, since the token is locked', { reason: 'token-locked' }],
    [
      "ERR1103: Token already assigned to user User(login='amara', realm='office', resolver='own')",
      { reason: 'already-assigned', name: 'amara' },
    ],
    ['ERR904: The user can not be found in any resolver in this realm!', { reason: 'person-unknown' }],
    ['The minimum OTP PIN length is 6', { reason: 'pin-short', least: '6' }],
    ['The number of active tokens of type hotp for this user is limited!', { reason: 'token-limit' }],
    ['The number of tokens for this realm is limited!', { reason: 'realm-limit' }],
    [
      "ERR302: The resolver 'guests' is still contained in realm 'office'.",
      { reason: 'resolver-in-realm', resolver: 'guests', realm: 'office' },
    ],
  ])('is known by privacyIDEA’s sentence: %s', (message, context) => {
    const failure = refusal(message);
    expect(failure.code).toBe('administration/refused');
    expect(failure.context).toMatchObject({ ...context, said: message.replace(/^ERR\d+: /, '') });
  });

  it('is known by the reason that Keydesk’s server sends beside its sentence', () => {
    const values = { name: 'Zurich' };
    expect(refusal('ERR905: x', { reason: 'name-taken', values }).context).toMatchObject({
      reason: 'name-taken',
      ...values,
    });
  });

  it('names the policies that say so, if the server does', () => {
    const detail = { policies: ['pins', 'more'] };
    expect(refusal('The minimum OTP PIN length is 6', detail, 403).context).toMatchObject({
      ...{ reason: 'pin-short', named: ' (pins, more)' },
    });
    expect(refusal('Something else', detail, 403).context).toMatchObject({ reason: 'policy', policies: 'pins, more' });
  });

  it('stays in the server’s words when the reason is of a later server', () => {
    const { context } = refusal('ERR905: Something new.', { reason: 'of-tomorrow', values: {} });
    expect(context).toMatchObject({ said: 'Something new.' });
    expect(context).not.toHaveProperty('reason');
  });
});
