import type { MessageFacts } from '../../domain/policy/message-text.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';

/** What the tags of a text stand for in a message to whoever owns a credential. */
export function messageFacts(
  credential: Pick<Credential, 'serial' | 'type'> | undefined,
  person: Person | undefined,
  at: Date,
  more: { readonly otp?: string; readonly challenge?: string } = {},
): MessageFacts {
  return {
    otp: more.otp ?? '',
    serial: credential?.serial ?? '',
    tokenType: credential?.type ?? '',
    username: person?.username ?? '',
    realm: person?.realm ?? '',
    givenName: person?.givenName ?? '',
    surname: person?.surname ?? '',
    recipientGivenName: person?.givenName ?? '',
    recipientSurname: person?.surname ?? '',
    challenge: more.challenge ?? '',
    at,
  };
}
