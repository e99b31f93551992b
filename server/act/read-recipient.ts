import { recipientInfo } from '../check/code-message.ts';
import { emailAddress, phoneNumber } from '../messaging/message.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { isTrue, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** Where the codes of an SMS or e-mail token go: what is named, or what is kept of the person when a code is sent. */
export function readRecipient(
  type: 'sms' | 'email',
  parameters: Parameters,
): Readonly<Record<string, string | undefined>> {
  const { fixed, dynamic } = recipientInfo[type];
  if (isTrue(parameters[dynamic])) return { [dynamic]: 'True', [fixed]: undefined };
  const reason = type === 'sms' ? 'no-phone-number' : 'no-mail-address';
  const given = parameters[fixed] ?? '';
  if (given === '') throw new WireError('parameter', `Missing parameter: ${fixed}`, { reason });
  try {
    return { [fixed]: type === 'sms' ? phoneNumber(given) : emailAddress(given), [dynamic]: undefined };
  } catch (cause) {
    if (cause instanceof SendFailure) throw new WireError('parameter', `${cause.message}.`, { cause, reason });
    throw cause;
  }
}
