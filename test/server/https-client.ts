import { Agent, request } from 'node:https';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever the server says; tests look into it
  readonly json: any;
}

/** A client that trusts only the given authority. */
export interface Client {
  readonly send: (
    method: string,
    path: string,
    options?: { readonly headers?: Record<string, string>; readonly body?: string | Buffer },
  ) => Promise<Reply>;
  readonly form: (path: string, fields: Record<string, string>, headers?: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  readonly close: () => void;
}

export function httpsClient(url: string, ca: string): Client {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 128 });
  const send: Client['send'] = (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, url), { method, headers, agent }, (incoming) => {
        const chunks: Buffer[] = [];
        // The server may end in the midst of an answer.
        incoming.on('error', reject);
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json: parsed(text) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return {
    send,
    form: (path, fields, headers = {}) =>
      send('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    get: (path, headers = {}) => send('GET', path, { headers }),
    close: () => agent.destroy(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
