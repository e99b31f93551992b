import { emailAddress, type MessageContent } from './message.ts';
import { SendFailure } from './send-failure.ts';
import type { SmtpServer } from './smtp-server.ts';

/** What nodemailer says of a failure, as far as we look at it. */
interface MailError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly permanent?: boolean;
}

/**
 * Hands one message to a mail server. Done means that the server took it over (RFC 5321 section 4.2.5). When the
 * connection breaks after the last byte and before the answer, that it did is not known: the next attempt carries the
 * same Message-ID.
 */
export async function sendMail(
  server: SmtpServer,
  id: string,
  content: MessageContent,
  signal: AbortSignal,
): Promise<void> {
  const to = emailAddress(content.to);
  const from = server.sender || server.username;
  const timeoutMs = server.timeoutSeconds * 1000;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: !server.implicitTls && (server.tls || server.username !== ''),
    allowInternalNetworkInterfaces: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketCloseTimeout: 1000,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: 'TLSv1.2', ...(server.ca === '' ? {} : { ca: server.ca }) },
    ...(server.username === '' ? {} : { auth: { user: server.username, pass: server.password } }),
  });
  try {
    await transport.sendMail({
      from: { name: '', address: from },
      to: { name: '', address: to },
      envelope: { from, to: [to] },
      messageId: `<${id}@${from.split('@').at(-1)}>`,
      subject: oneLine(content.subject ?? ''),
      text: content.text,
      ...(content.html === undefined ? {} : { html: content.html }),
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (error) {
    throw asFailure(error as MailError, server, [to, content.text]);
  } finally {
    transport.close();
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 500);
}

/** Only a refusal of the recipient or the message is final; anything else somebody can put right. */
function asFailure(error: MailError, server: SmtpServer, hidden: readonly string[]): SendFailure {
  const final = error.permanent === true && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
  return new SendFailure(`${server.host}:${server.port}: ${reasonOf(error, hidden)}`, { final, cause: error });
}

function reasonOf(error: MailError, hidden: readonly string[]): string {
  const codes = `${error.code ?? ''} ${error.originalCode ?? ''} ${error.message}`;
  if (error.response !== undefined && error.responseCode !== undefined) {
    return `${error.code === 'EAUTH' ? 'the login was refused: ' : ''}${shown(error.response, hidden)}`;
  }
  if (/CERT|certificate|self.signed|altname|VERIFY_/i.test(codes)) {
    return `its certificate is not trusted (${error.originalCode ?? error.code}); give its authority as 'ca'`;
  }
  if (error.code === 'ETLS') return 'it offers no TLS, and nothing is sent without';
  if (error.code === 'EABORT' || error.code === 'ETIMEDOUT') return 'it did not answer in time';
  if (error.code === 'EDNS') return 'its name cannot be resolved';
  return `the connection failed (${error.originalCode ?? error.code ?? 'unknown'})`;
}

/** What the server said, in one line, without what it may have repeated of the message. */
function shown(response: string, hidden: readonly string[]): string {
  const said = hidden.reduce((text, part) => (part === '' ? text : text.replaceAll(part, '...')), response);
  return said
    .replace(/\d{6,}/g, '...')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .slice(0, 200);
}
