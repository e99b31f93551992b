import type { MessageKind } from '../store/messages.ts';
import { callGateway } from './call-gateway.ts';
import { type MessageContent, phoneNumber } from './message.ts';
import { allowedHosts, findRoute, type Messaging } from './messaging.ts';
import { SendFailure } from './send-failure.ts';
import { sendMail } from './send-mail.ts';
import { httpModule, type SmsGateway } from './sms-gateway.ts';

/** One attempt to hand a message over to what it goes out by, as that is defined now. Throws `SendFailure`. */
export async function sendMessage(
  messaging: Messaging,
  id: string,
  kind: MessageKind,
  route: string,
  content: MessageContent,
  signal: AbortSignal,
): Promise<void> {
  if (kind === 'email') return mail(messaging, id, route, content, signal);
  const gateway = await findRoute(messaging, 'sms', route);
  if (gateway === undefined) throw new SendFailure(`the SMS gateway '${route}' is not defined any more`);
  if (gateway.module === httpModule) return callGateway(gateway, content, await allowedHosts(messaging), signal);
  const { IDENTIFIER = '' } = gateway.options;
  return mail(messaging, id, IDENTIFIER, asMail(gateway, content), signal);
}

async function mail(
  messaging: Messaging,
  id: string,
  name: string,
  content: MessageContent,
  signal: AbortSignal,
): Promise<void> {
  const server = await findRoute(messaging, 'smtp', name);
  if (server === undefined) throw new SendFailure(`the SMTP server '${name}' is not defined any more`);
  return sendMail(server, id, content, signal);
}

/** A short message as the mail that a carrier turns into one. */
function asMail({ options }: SmsGateway, { to, text }: MessageContent): MessageContent {
  const phone = phoneNumber(to);
  const fill = (template: string) =>
    template.replace(/\{(otp|phone)\}/g, (_, tag: string) => (tag === 'otp' ? text : phone));
  return {
    to: (options.MAILTO ?? '').replaceAll('{phone}', phone),
    subject: fill(options.SUBJECT ?? '{phone}'),
    text: fill(options.BODY ?? '{otp}'),
  };
}
