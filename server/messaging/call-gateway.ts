import { type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { assertAllowed, guardedLookup } from './allowed-host.ts';
import { type MessageContent, phoneNumber } from './message.ts';
import { SendFailure } from './send-failure.ts';
import { changeOfPhone, gatewayUrl, httpOptions, type SmsGateway } from './sms-gateway.ts';

const mostReplyBytes = 64 * 1024;

/** What the gateway is asked, with the message in it. */
interface Call {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Hands one short message to an HTTP gateway (privacyIDEA's HttpSMSProvider): one request, no redirects, the whole of
 * it in the time-out. A gateway whose answer was lost is asked again by the queue: it may then send twice.
 */
export async function callGateway(
  gateway: SmsGateway,
  content: MessageContent,
  allowedHosts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const call = callOf(gateway, content);
  assertAllowed(call.url, allowedHosts);
  const timeoutMs = Number(gateway.options.TIMEOUT ?? '3') * 1000;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const reply = await ask(call, gateway.options.CA ?? '', allowedHosts, limit);
  assertTaken(gateway, call.url, reply);
}

function callOf({ options, headers }: SmsGateway, { to, text }: MessageContent): Call {
  const change = options.REGEXP === undefined ? (phone: string) => phone : changeOfPhone(options.REGEXP);
  const phone = change(phoneNumber(to));
  const fill = (template: string, encode: (value: string) => string = (value) => value) =>
    template.replace(/\{(otp|phone)\}/g, (_, tag: string) => encode(tag === 'otp' ? text : phone));
  const fields = Object.entries(options).flatMap(([name, value]): [string, string][] =>
    httpOptions.has(name) ? [] : [[name, fill(value)]],
  );
  const url = gatewayUrl(options.URL ?? '');
  const filled = new URL(fill(decodeTags(url.href), encodeURIComponent));
  const method = options.HTTP_METHOD ?? 'GET';
  if (method === 'GET') for (const [name, value] of fields) filled.searchParams.append(name, value);
  const json = options.SEND_DATA_AS_JSON === 'yes';
  const form = json ? JSON.stringify(Object.fromEntries(fields)) : new URLSearchParams(fields).toString();
  return {
    url: filled,
    method,
    headers: {
      accept: '*/*',
      'user-agent': 'Keydesk',
      ...(method === 'GET' ? {} : { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' }),
      ...(options.USERNAME ? { authorization: basic(options.USERNAME, options.PASSWORD ?? '') } : {}),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fill(value)])),
    },
    body: method === 'GET' ? undefined : form,
  };
}

/** Parsing an address encodes the braces of its tags. */
function decodeTags(href: string): string {
  return href.replace(/(?:%7B|\{)(otp|phone)(?:%7D|\})/gi, (_, tag: string) => `{${tag.toLowerCase()}}`);
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

function ask(call: Call, ca: string, allowedHosts: readonly string[], signal: AbortSignal): Promise<Reply> {
  const options: RequestOptions & { ca?: string } = {
    method: call.method,
    headers: call.headers,
    agent: false,
    lookup: guardedLookup(call.url, allowedHosts),
    signal,
    ...(ca === '' ? {} : { ca }),
  };
  return new Promise<Reply>((resolve, reject) => {
    const fail = (error: Error) => reject(asFailure(error, call.url, signal));
    try {
      const request = call.url.protocol === 'https:' ? requestTls : requestPlain;
      const outgoing = request(call.url, options, (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > mostReplyBytes) incoming.destroy(new SendFailure(`${call.url.host}: its answer is too long`));
          else chunks.push(chunk);
        });
        incoming.on('error', fail);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.on('error', fail);
      outgoing.end(call.body);
    } catch (error) {
      fail(error as Error);
    }
  });
}

function asFailure(error: Error, { host }: URL, signal: AbortSignal): SendFailure {
  if (error instanceof SendFailure) return error;
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  if (signal.aborted) return new SendFailure(`${host}: it did not answer in time`, { cause: error });
  if (code === 'ERR_INVALID_CHAR') {
    return new SendFailure(`${host}: the message does not fit into a header`, { final: true, cause: error });
  }
  const trust = /CERT|ALTNAME|SELF_SIGNED|VERIFY/.test(code) ? "; give its authority as 'option.CA'" : '';
  return new SendFailure(`${host}: the connection failed (${code})${trust}`, { cause: error });
}

/** RETURN_SUCCESS must be in the answer; otherwise RETURN_FAIL must not. What the answer says is never shown. */
function assertTaken({ options }: SmsGateway, { host }: URL, { status, text }: Reply): void {
  if (status >= 300 && status < 400) throw new SendFailure(`${host}: it redirects (${status}), which is not followed`);
  if (status < 200 || status > 202) {
    throw new SendFailure(`${host}: it answered ${status}`, { final: [400, 413, 422].includes(status) });
  }
  const { RETURN_SUCCESS: success, RETURN_FAIL: failure } = options;
  if (success ? !text.includes(success) : failure !== undefined && text.includes(failure)) {
    throw new SendFailure(`${host}: its answer does not say that the message was taken`);
  }
}
