import type { FastifyReply } from 'fastify';
import type { Installation } from '../installation.ts';
import { errorText, type Success, successText, withSignature } from '../wire/envelope.ts';
import { signReply } from '../wire/reply-signature.ts';
import type { WireError } from '../wire/wire-error.ts';

type Signing = Pick<Installation, 'keys' | 'now'>;

/** Sends a reply of privacyIDEA's wire with its signature. */
export async function sendSigned(signing: Signing, reply: FastifyReply, success: Success): Promise<FastifyReply> {
  return sendText(signing, reply, successText(success, signing.now()));
}

export async function sendError(signing: Signing, reply: FastifyReply, error: WireError): Promise<FastifyReply> {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  return sendText(signing, reply.code(error.status), errorText(error, signing.now()));
}

async function sendText(signing: Signing, reply: FastifyReply, text: string): Promise<FastifyReply> {
  return reply.type('application/json').send(withSignature(text, await signReply(signing.keys.replyKey, text)));
}
