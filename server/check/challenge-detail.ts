import { qrPicture } from '../wire/qr-picture.ts';
import type { BegunChallenge, ChallengePart } from './begin-challenge.ts';

/** What the client is told; the members at the top repeat the last challenge, for older clients. */
export function challengeDetail({ transactionId, parts }: BegunChallenge): Record<string, unknown> {
  const all = parts.map((part) => ({ ...shown(part, transactionId), transaction_id: transactionId }));
  const last = all.at(-1);
  return {
    ...last,
    message: [...new Set(parts.map(({ message }) => message))].join(', '),
    messages: parts.map(({ message }) => message),
    multi_challenge: all,
    preferred_client_mode: all[0]?.client_mode ?? 'interactive',
    transaction_ids: all.map(() => transactionId),
  };
}

/** With an address for the app the login page looks whether it answered; the response can be typed all the same. */
function shown(
  { credential, message, code, question, data = '', address, pushed }: ChallengePart,
  transactionId: string,
) {
  const common = { client_mode: pushed === true ? 'poll' : 'interactive', message };
  const { serial, type } = credential;
  if (address !== undefined) {
    const image = qrPicture(address);
    const attributes = {
      img: image,
      value: address,
      challenge: question,
      poll: pushed === true,
      hideResponseInput: false,
    };
    return { ...common, attributes, image, serial, type };
  }
  if (question !== undefined) {
    const confirmed = data === '' ? {} : { original_challenge: data, qrcode: qrPicture(question) };
    return { ...common, attributes: { challenge: question, ...confirmed }, serial, type };
  }
  if (code !== undefined) {
    return { ...common, attributes: { state: transactionId, valid_until: utcText(code.expiresAt) }, serial, type };
  }
  return { ...common, serial, type };
}

/** As privacyIDEA writes the end of a challenge: in UTC, without saying so. */
function utcText(at: Date): string {
  return `${at.toISOString().slice(0, 23).replace('T', ' ')}000`;
}

/** What is told when no code could be sent: privacyIDEA's words, and no challenge. */
export function unsentDetail(message: string): Record<string, unknown> {
  return { message, messages: [message], multi_challenge: [], transaction_ids: [] };
}
