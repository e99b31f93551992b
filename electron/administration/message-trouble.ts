import type { MessageTrouble, TroubleCode } from '../../domain/contract/administration/messaging.ts';

/** Why a message did not go out, as the server writes it down: behind the place that it happened at, if it was one. */
const sentences: readonly (readonly [RegExp, TroubleCode])[] = [
  [/^the message is empty$/, 'empty'],
  [/^the message could not be prepared$/, 'unprepared'],
  [/^(?:the e-mail address is none|there is no e-mail address)$/, 'no-mail-address'],
  [/^(?:the telephone number is none|there is no telephone number)$/, 'no-phone-number'],
  [/^it was not sent in time$/, 'late'],
  [/^the (?:SMS gateway|SMTP server) '(?<name>.*)' is not defined any more$/, 'undefined'],
  [/^the gateway's host (?<where>\S+) is not allowed/, 'host-not-allowed'],
  [/^(?<where>\S+): it did not answer in time$/, 'no-answer'],
  [/^(?<where>\S+): its answer is too long$/, 'answer-long'],
  [/^(?<where>\S+): the message does not fit into a header$/, 'header'],
  [/^(?<where>\S+): the connection failed \((?<cause>[\w-]*(?:CERT|ALTNAME|SELF_SIGNED|VERIFY)[\w-]*)\)/, 'untrusted'],
  [/^(?<where>\S+): its certificate is not trusted \((?<cause>[\w-]+)\)/, 'untrusted'],
  [/^(?<where>\S+): the connection failed \((?<cause>[\w-]*)\)$/, 'connection'],
  [/^(?<where>\S+): it redirects \((?<status>\d+)\)/, 'redirects'],
  [/^(?<where>\S+): it answered (?<status>\d+)$/, 'answered'],
  [/^(?<where>\S+): its answer does not say that the message was taken$/, 'not-taken'],
  [/^(?<where>\S+): it offers no TLS/, 'no-tls'],
  [/^(?<where>\S+): its name cannot be resolved$/, 'no-name'],
  [/^(?<where>\S+): the login was refused: (?<answer>.*)$/, 'login-refused'],
];

/** The trouble by its code; without one where the words are those of the other side. */
export function messageTrouble(said: string): MessageTrouble {
  for (const [sentence, code] of sentences) {
    const found = sentence.exec(said);
    if (found !== null) return { said, code, values: { ...found.groups } };
  }
  return { said, code: null, values: {} };
}
