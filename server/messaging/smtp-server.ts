import { isIP } from 'node:net';
import { isTrue, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { emailAddress } from './message.ts';

/** What privacyIDEA answers instead of a secret, and takes for 'as it was'. */
export const censored = '__CENSORED__';

/** A mail server as `POST /smtpserver/<name>` defines it. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`, port 465); otherwise STARTTLS: demanded with `tls`, else when it is offered. */
  readonly implicitTls: boolean;
  readonly tls: boolean;
  readonly username: string;
  readonly password: string;
  readonly sender: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  /** The authority of the server's certificate, in PEM; empty means those that everybody knows. */
  readonly ca: string;
}

/** Reads a definition; `before` is the one that it replaces. */
export function readSmtpServer(parameters: Parameters, before: SmtpServer | undefined): SmtpServer {
  const [, scheme, host = ''] = /^(?:(smtps?):\/\/)?(.+?)\/?$/i.exec(required(parameters, 'server').trim()) ?? [];
  if (!isHost(host)) {
    throw new WireError('parameter', "'server' must be the name or the address of a mail server.", {
      reason: 'mail-host',
    });
  }
  const port = wholeNumber(parameters.port, scheme?.toLowerCase() === 'smtps' ? 465 : 25, 1, 65_535);
  const username = parameters.username ?? '';
  const moved = before?.host !== host || before.port !== port || before.username !== username;
  const server = {
    host,
    port,
    implicitTls: scheme?.toLowerCase() === 'smtps' || port === 465,
    tls: isTrue(parameters.tls),
    username,
    password: keptSecret(parameters.password ?? '', before?.password, moved, 'password'),
    sender: parameters.sender ? address(parameters.sender) : '',
    description: (parameters.description ?? '').slice(0, 500),
    timeoutSeconds: wholeNumber(parameters.timeout, 10, 1, 60),
    ca: authorityPem(parameters.ca),
  };
  if (server.sender === '' && !username.includes('@')) {
    throw new WireError('parameter', "Missing parameter: 'sender' (the address that mail comes from)", {
      reason: 'sender-form',
    });
  }
  return server;
}

/** As privacyIDEA lists it, without the password. */
export function shownSmtpServer(server: SmtpServer): Readonly<Record<string, unknown>> {
  return {
    server: server.implicitTls && server.port !== 465 ? `smtps://${server.host}` : server.host,
    port: server.port,
    tls: server.tls,
    username: server.username,
    password: server.password === '' ? '' : censored,
    sender: server.sender,
    description: server.description,
    timeout: server.timeoutSeconds,
    ca: server.ca,
    enqueue_job: true,
  };
}

/** A secret that was not typed again stays, but never goes to another server than the one it was given for. */
export function keptSecret(given: string, before: string | undefined, moved: boolean, name: string): string {
  if (!given.includes(censored)) return given;
  if (before === undefined || moved) {
    throw new WireError('parameter', `'${name.slice(0, 60)}' must be given again: it was given for another server.`, {
      reason: 'secret-anew',
      values: { name: name.slice(0, 60) },
    });
  }
  return before;
}

function isHost(host: string): boolean {
  return isIP(host) !== 0 || (host.length <= 253 && /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i.test(host));
}

export function authorityPem(text: string | undefined): string {
  const pem = (text ?? '').trim();
  if (pem !== '' && !/^-----BEGIN CERTIFICATE-----[\s\S]{1,50000}-----END CERTIFICATE-----$/.test(pem)) {
    throw new WireError('parameter', 'The authority must be certificates in PEM.', { reason: 'certificate-form' });
  }
  return pem;
}

function address(text: string): string {
  try {
    return emailAddress(text);
  } catch (cause) {
    throw new WireError('parameter', "'sender' must be one e-mail address.", { cause, reason: 'sender-form' });
  }
}
