import { type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertAllowed } from './allowed-host.ts';
import { SendFailure } from './send-failure.ts';
import { authorityPem, censored, keptSecret } from './smtp-server.ts';

/** privacyIDEA's names of the two ways that a short message can go. */
export const httpModule = 'privacyidea.lib.smsprovider.HttpSMSProvider.HttpSMSProvider';
export const smtpModule = 'privacyidea.lib.smsprovider.SmtpSMSProvider.SmtpSMSProvider';

/** A gateway as `POST /smsgateway` defines it. */
export interface SmsGateway {
  readonly module: typeof httpModule | typeof smtpModule;
  readonly description: string;
  readonly options: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the HTTP module reads itself; every other option is a parameter of the request. */
export const httpOptions = new Set([
  ...['URL', 'HTTP_METHOD', 'RETURN_SUCCESS', 'RETURN_FAIL', 'USERNAME', 'PASSWORD', 'CHECK_SSL', 'CA'],
  ...['SEND_DATA_AS_JSON', 'REGEXP', 'TIMEOUT', 'PROXY', 'HTTP_PROXY', 'HTTPS_PROXY'],
]);
const smtpOptions = new Set(['IDENTIFIER', 'MAILTO', 'SUBJECT', 'BODY']);

/** What a check of a definition looks at. */
export interface GatewaySurroundings {
  readonly before: SmsGateway | undefined;
  readonly allowedHosts: readonly string[];
  readonly hasSmtpServer: (name: string) => boolean;
}

export function readSmsGateway(parameters: Parameters, around: GatewaySurroundings): SmsGateway {
  const module = required(parameters, 'module');
  const given = {
    description: (parameters.description ?? '').slice(0, 500),
    options: withPrefix(parameters, 'option.'),
    headers: withPrefix(parameters, 'header.'),
  };
  if (module === smtpModule) return readSmtpGateway({ module, ...given }, around);
  if (module !== httpModule) throw new WireError('parameter', `'module' must be ${httpModule} or ${smtpModule}.`);
  const gateway = { module, ...given } as const;
  return readHttpGateway(withSecrets(gateway, around.before), around.allowedHosts);
}

function withPrefix(parameters: Parameters, prefix: string): Readonly<Record<string, string>> {
  const entries = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) && value ? [[name.slice(prefix.length), value]] : [],
  );
  if (entries.length > 50 || entries.some(([name, value]) => !/^[\w.-]{1,100}$/.test(name) || value.length > 60_000)) {
    throw new WireError('parameter', `Names behind '${prefix}' are up to 100 letters, digits, '_', '.' or '-'.`);
  }
  return Object.fromEntries(entries);
}

function readHttpGateway(gateway: SmsGateway, allowedHosts: readonly string[]): SmsGateway {
  const { options } = gateway;
  if (!['GET', 'POST'].includes(options.HTTP_METHOD ?? 'GET')) throw bad('HTTP_METHOD', 'must be GET or POST');
  for (const proxy of ['PROXY', 'HTTP_PROXY', 'HTTPS_PROXY']) {
    if (options[proxy]) throw bad(proxy, 'is not supported: the gateway is asked directly');
  }
  if (!['yes', undefined].includes(options.CHECK_SSL)) {
    throw bad('CHECK_SSL', "must be yes; for a certificate of your own, give its authority as 'option.CA'");
  }
  if (!['yes', 'no', undefined].includes(options.SEND_DATA_AS_JSON)) throw bad('SEND_DATA_AS_JSON', 'is yes or no');
  wholeNumber(options.TIMEOUT, 3, 1, 60);
  authorityPem(options.CA);
  if (options.REGEXP !== undefined) changeOfPhone(options.REGEXP);
  const url = gatewayUrl(options.URL ?? '');
  try {
    assertAllowed(url, allowedHosts);
  } catch (error) {
    if (error instanceof SendFailure) throw new WireError('parameter', `${error.message}.`, { cause: error });
    throw error;
  }
  return gateway;
}

function readSmtpGateway(gateway: SmsGateway, { hasSmtpServer }: GatewaySurroundings): SmsGateway {
  const { IDENTIFIER = '', MAILTO = '' } = gateway.options;
  const unknown = Object.keys(gateway.options).find((name) => !smtpOptions.has(name));
  if (unknown !== undefined) throw bad(unknown, 'is not known: there are IDENTIFIER, MAILTO, SUBJECT and BODY');
  if (!hasSmtpServer(IDENTIFIER)) throw bad('IDENTIFIER', 'must name an SMTP server that is defined');
  if (!/^[\w.+{}-]{1,64}@[\w.-]+$/.test(MAILTO)) throw bad('MAILTO', 'must be an address like {phone}@example.com');
  return gateway;
}

/** The address of a gateway; its host never comes from a message. */
export function gatewayUrl(text: string): URL {
  const authority = /^https?:\/\/([^/?#\\]+)/i.exec(text)?.[1] ?? '';
  if (/[{}@%\s]/.test(authority) || !URL.canParse(text)) {
    throw bad('URL', 'must be an https address, its host without placeholders, name or password');
  }
  return new URL(text);
}

/** `/what/with/`, as privacyIDEA has it, of characters and classes only: no such expression can be slow. */
export function changeOfPhone(text: string): (phone: string) => string {
  const [, what, replacement = ''] = /^\/(.*)\/(.*)\/$/.exec(text) ?? [];
  if (what === undefined || !/^\^?(?:\[[^[\]\\]*(?:\\.[^[\]\\]*)*\]|\\[+/.() -]|[\d +-])+$/.test(what)) {
    throw bad('REGEXP', "must look like '/[+/]//': characters or one class of them");
  }
  const expression = new RegExp(what, 'g');
  return (phone) => phone.replace(expression, () => replacement);
}

/** Secrets that come back as they were shown stay, if they go to the same place. */
function withSecrets(gateway: SmsGateway, before: SmsGateway | undefined): SmsGateway {
  const moved = hostOf(gateway) !== hostOf(before) || before?.module !== gateway.module;
  const keep = (given: Readonly<Record<string, string>>, old: Readonly<Record<string, string>> | undefined) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const kept = keptSecret(value, old?.[name], moved, name);
        return [name, name === 'URL' && kept !== value ? value.replace(/\?.*$/s, '') + queryOf(kept) : kept];
      }),
    );
  return {
    ...gateway,
    options: keep(gateway.options, before?.options),
    headers: keep(gateway.headers, before?.headers),
  };
}

/** Only the query of an address is hidden: the path before it may be a new one. */
function queryOf(url: string): string {
  return /\?.*$/s.exec(url)?.[0] ?? '';
}

function hostOf(gateway: SmsGateway | undefined): string | undefined {
  const url = gateway?.options.URL;
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** As privacyIDEA lists it; values that nobody told to be harmless are not shown. */
export function shownSmsGateway(id: number, name: string, gateway: SmsGateway): Readonly<Record<string, unknown>> {
  const { module, description, options, headers } = gateway;
  const shown = Object.entries(options).map(([option, value]) => [option, shownOption(module, option, value)]);
  return {
    id,
    name,
    providermodule: module,
    description,
    options: Object.fromEntries(shown),
    headers: Object.fromEntries(Object.keys(headers).map((header) => [header, censored])),
  };
}

function shownOption(module: SmsGateway['module'], name: string, value: string): string {
  if (module === smtpModule) return value;
  if (name === 'URL') return value.replace(/\?.*$/s, `?${censored}`);
  if (name === 'PASSWORD') return censored;
  if (httpOptions.has(name) || /\{(?:otp|phone)\}/.test(value)) return value;
  return censored;
}

function bad(option: string, what: string): WireError {
  return new WireError('parameter', `'option.${option.slice(0, 60)}' ${what}.`);
}
