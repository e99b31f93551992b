import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { mostBytes } from '../../seeds/file-limits.ts';
import { type Act, perform } from '../act/perform.ts';
import { type RequestFacts, requestFacts } from '../act/request-facts.ts';
import { importFile, type Upload } from '../imports/import-file.ts';
import { readImport } from '../imports/read-import.ts';
import { type ReadFile, stageRows } from '../imports/stage-rows.ts';
import type { Installation } from '../installation.ts';
import { mergeParameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { sendSigned } from './send.ts';

/** A file that comes before the fields that say how to read it waits in memory, if it is small. */
const mostWaitingBytes = 4 * 1024 * 1024;
const fieldNames = new Set(['type', 'tokenrealms', 'tokenrealm', 'psk', 'password', 'pskcValidateMAC', 'dryrun']);

/** privacyIDEA's `POST /token/load/<filename>`: a file of keys, in a form of its own (RFC 7578). */
export function loadRoutes(app: FastifyInstance, installation: Installation): void {
  const forms: FastifyPluginAsync = async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: mostBytes + 1, files: 1, fields: 20, parts: 21, fieldSize: 10_000, fieldNameSize: 100 },
      throwFileSizeLimit: false,
    });
    scope.post('/token/load/:filename', async (request, reply) => {
      try {
        const facts = await requestFacts(installation, request);
        return await sendSigned(installation, reply, await perform(installation, facts, load(request)));
      } catch (error) {
        // What is left of the file is not wanted: the connection ends with the answer.
        if (!request.raw.complete) reply.header('connection', 'close');
        throw error;
      }
    });
  };
  void app.register(forms);
}

function load(request: FastifyRequest): Act<Upload> {
  return {
    name: 'token/load',
    right: 'importtokens',
    target: 'nothing',
    prepare: (installation, facts) => upload(installation, facts, request),
    run: (installation, facts, _target, read) => importFile(installation, facts, read),
    release: ({ file }) => file.staged.drop(),
  };
}

async function upload(installation: Installation, facts: RequestFacts, request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new WireError('parameter', 'The file must come as multipart/form-data.');
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    throw new WireError('tooLarge', `The file is larger than ${mostBytes} bytes.`);
  }
  const parameters: Record<string, string | undefined> = { ...mergeParameters(request.raw.url ?? '', undefined) };
  let file: ReadFile | undefined;
  let waiting: Buffer | undefined;
  try {
    for await (const part of readable(request.parts())) {
      if (part.type === 'field') {
        if (fieldNames.has(part.fieldname)) parameters[part.fieldname] = String(part.value);
      } else if (parameters.type)
        file = await stageRows(installation, readImport(readable(part.file), parameters), facts);
      else waiting = await whole(readable(part.file));
    }
    if (waiting !== undefined) file = await stageRows(installation, readImport(one(waiting), parameters), facts);
  } catch (error) {
    await file?.staged.drop();
    throw error;
  } finally {
    waiting?.fill(0);
  }
  if (file === undefined) throw new WireError('parameter', "Missing parameter: 'file'");
  return { file, parameters };
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > mostWaitingBytes) throw new WireError('parameter', "The field 'type' must come before the file.");
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}

async function* one(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** What comes of the form; what is wrong with it is the sender's fault, wherever the reader of forms notices. */
async function* readable<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (cause) {
    const tooLarge = (cause as { readonly statusCode?: unknown }).statusCode === 413;
    throw new WireError(tooLarge ? 'tooLarge' : 'parameter', 'The form cannot be read.', { cause });
  }
}
