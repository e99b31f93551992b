import type { Administration } from '../administration.ts';
import type { Client, Reply } from '../https-client.ts';

/** Uploads a file of keys as a browser does, over the real listener; the fields come first. */
export async function upload(
  { client }: { readonly client: Client },
  { header }: Pick<Administration, 'header'>,
  file: string | Uint8Array,
  fields: Record<string, string>,
  order: 'fields first' | 'file first' = 'fields first',
): Promise<Reply> {
  const form = new FormData();
  const add = () => {
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
  };
  if (order === 'fields first') add();
  form.append('file', new Blob([file as BlobPart]), 'keys.txt');
  if (order === 'file first') add();
  const request = new Request('https://x/', { method: 'POST', body: form });
  return client.send('POST', '/token/load/keys.txt', {
    headers: { ...header, 'content-type': request.headers.get('content-type') ?? '' },
    body: Buffer.from(await request.arrayBuffer()),
  });
}

export type Load = (
  file: string | Uint8Array,
  fields: Record<string, string>,
  order?: 'fields first' | 'file first',
) => Promise<Reply>;

/** What a refused import says. */
export function reason(reply: Reply): string {
  return `${reply.status} ${reply.json.result.error?.code} ${reply.json.result.error?.message}`;
}
