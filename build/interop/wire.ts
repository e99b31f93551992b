import type { ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:https';

/** What a server answered on the wire. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever the server said
  readonly json: any;
  readonly text: string;
}

export interface Wire {
  readonly ask: (
    method: string,
    path: string,
    form?: Readonly<Record<string, string>>,
    token?: string,
  ) => Promise<Answer>;
  readonly send: (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: Buffer,
  ) => Promise<Answer>;
  readonly close: () => void;
}

/** A client that trusts one authority and knows nothing of either server. */
export function wire({ url, ca }: { readonly url: string; readonly ca: string }, connections = 4): Wire {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: connections });
  const send: Wire['send'] = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, headers, agent, timeout: 60_000 }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text, json: parsed(text) });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered within a minute`)));
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    send,
    ask: (method, path, form, token) => {
      const body = form === undefined ? undefined : Buffer.from(new URLSearchParams(form).toString());
      return send(
        method,
        path,
        {
          ...(token === undefined ? {} : { 'pi-authorization': token }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }),
        },
        body,
      );
    },
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

/** Waits until the server answers at all, while its process lives. */
export async function reached(
  server: { readonly url: string; readonly ca: string },
  path: string,
  child: ChildProcess,
  withinMs: number,
): Promise<void> {
  const end = performance.now() + withinMs;
  const client = wire(server);
  try {
    for (;;) {
      try {
        await client.ask('GET', path);
        return;
      } catch (error) {
        if (child.exitCode !== null || performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  } finally {
    client.close();
  }
}
