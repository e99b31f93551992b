import type { Right } from '../../server/store/rights.ts';
import { type House, password } from './house.ts';
import type { Reply } from './https-client.ts';

/** An administrator who is logged in, over the real listener. */
export interface Administration {
  readonly header: Record<string, string>;
  readonly post: (path: string, fields?: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Reply>;
  readonly remove: (path: string) => Promise<Reply>;
  readonly check: (fields: Record<string, string>) => Promise<boolean>;
  /** One token as the list shows it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the server says
  readonly token: (serial: string) => Promise<any>;
  /** Has exactly these rights from now on. */
  readonly limitTo: (rights: readonly Right[]) => Promise<void>;
}

export async function administration(house: House): Promise<Administration> {
  const { client, server } = house;
  const { json } = await client.form('/auth', { username: 'root', password });
  const header = { 'PI-Authorization': json.result.value.token as string };
  return {
    header,
    post: (path, fields = {}) => client.form(path, fields, header),
    get: (path) => client.get(path, header),
    remove: (path) => client.send('DELETE', path, { headers: header }),
    check: async (fields) => (await client.form('/validate/check', fields)).json.result.value === true,
    token: async (serial) => (await client.get(`/token/?serial=${serial}`, header)).json.result.value.tokens[0],
    async limitTo(rights) {
      await server.installation.store.admins.setRights('root', rights);
    },
  };
}

/** Status and code of a refusal, or the value. */
export function told(reply: Reply): unknown {
  const { result } = reply.json;
  return result.status === true ? result.value : [reply.status, result.error.code];
}
