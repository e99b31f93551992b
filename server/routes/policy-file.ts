import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { KeydeskError } from '../../domain/failure.ts';
import { policyFile, readPolicyFile } from '../../domain/policy/policy-file.ts';
import { perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import { importPolicies } from '../policy/policy-acts.ts';
import { mergeParameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

const mostBytes = 4 * 1024 * 1024;

/** privacyIDEA's `GET /policy/export/<file>` and `POST /policy/import/<file>`: all policies of a file or none. */
export function policyFileRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/policy/export/:file', async (request, reply) => {
    await authorize(installation, request, 'policyread');
    const { name } = mergeParameters(request.raw.url ?? '', undefined);
    const policies = (await installation.store.policies.all()).map(({ policy }) => policy);
    reply.type('text/plain; charset=utf-8');
    return reply.send(policyFile(name ? policies.filter((policy) => policy.name === name) : policies));
  });

  const forms: FastifyPluginAsync = async (scope) => {
    await scope.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 20 } });
    scope.post('/policy/import/:file', { bodyLimit: mostBytes }, async (request, reply) => {
      const facts = await requestFacts(installation, request, 'something else');
      const policies = readFile(await content(request));
      return sendSigned(installation, reply, await perform(installation, facts, importPolicies(policies)));
    });
  };
  void app.register(forms);
}

function readFile(text: string): ReturnType<typeof readPolicyFile> {
  try {
    return readPolicyFile(text);
  } catch (cause) {
    if (!(cause instanceof KeydeskError)) throw cause;
    const { line } = cause.context;
    const message =
      line === 0 ? 'The file holds no policies.' : `Line ${line} is neither a [name] nor a field of a policy.`;
    throw new WireError('parameter', message, { cause });
  }
}

async function content(request: FastifyRequest): Promise<string> {
  if (request.isMultipart()) {
    const file = await request.file();
    if (file === undefined) throw new WireError('parameter', "Missing parameter: 'file'");
    return (await file.toBuffer()).toString('utf8');
  }
  return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
}
