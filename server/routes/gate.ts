import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeStep } from '../gate/code-step.ts';
import { type PageView, pageSecurity, signInPage } from '../gate/page.ts';
import { type PageProblem, type PageTexts, pageTexts } from '../gate/page-texts.ts';
import { type GateReply, passwordStep } from '../gate/password-step.ts';
import type { Installation } from '../installation.ts';
import { DatabaseAwayError } from '../store/database-away.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { clientOf } from './origin-of.ts';

/**
 * The gate: `POST /login` and `POST /login/code` for programs (JSON), and the same as a page of plain HTML at `/login`
 * that any organisation can look at and copy.
 */
export function gateRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/login', async (request, reply) => sendPage(reply, textsFor(request), { step: 'password' }));

  app.post('/login', async (request, reply) => {
    const { username = '', password = '', realm } = said(request, ['username', 'password']);
    const given = { username, password, ...(realm ? { realm } : {}) };
    const step = async () => passwordStep(installation, given, await clientOf(installation, request));
    return wantsPage(request)
      ? sendTried(reply, textsFor(request), await tried(step), username)
      : sendJson(reply, textsFor(request), await tried(step));
  });

  app.post('/login/code', async (request, reply) => {
    const { session = '', code = '' } = said(request, ['session']);
    const step = async () => codeStep(installation, { session, code }, await clientOf(installation, request));
    return wantsPage(request)
      ? sendTried(reply, textsFor(request), await tried(step), '')
      : sendJson(reply, textsFor(request), await tried(step));
  });
}

/** What a page or a program says. A program that says nothing where it should guesses nothing either: it is told so. */
function said(request: FastifyRequest, needed: readonly string[]): Parameters {
  const body = request.body as Buffer | undefined;
  const parameters = mergeParameters(request.raw.url?.split('?')[0] ?? '', body);
  if (wantsPage(request)) return parameters;
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (isJson && !body?.toString('utf8').trimStart().startsWith('{')) {
    throw new WireError('parameter', 'The body must be a JSON object, as its content type says.');
  }
  for (const name of needed) {
    if (parameters[name] === undefined) throw new WireError('parameter', `Missing parameter: '${name}'`);
  }
  return parameters;
}

interface Tried extends GateReply {
  readonly retryAfterSeconds?: number | undefined;
}

/** To whoever logs in an error is a refusal in words, on the page and to programs. */
async function tried(step: () => Promise<GateReply>): Promise<Tried> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof DatabaseAwayError) return { next: 'refused', problem: 'unavailable', retryAfterSeconds: 5 };
    if (!(error instanceof WireError) || error.status === 400) throw error;
    const { status, retryAfterSeconds } = error;
    return { next: 'refused', problem: status === 429 ? 'too many' : 'unavailable', retryAfterSeconds };
  }
}

const status: Readonly<Partial<Record<PageProblem, number>>> = { 'too many': 429, unavailable: 503 };

/** What stands in the head of an answer, for a browser and for a program. */
function headed(reply: FastifyReply, problem: PageProblem | undefined, retryAfterSeconds?: number): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code((problem === undefined ? undefined : status[problem]) ?? 200);
}

/** A form of a browser; programs send JSON or ask for it. */
function wantsPage(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

function textsFor(request: FastifyRequest): PageTexts {
  return pageTexts(request.headers['accept-language'] ?? '');
}

/** What was set about whom to ask, or the words of a system where nothing was. */
function contactOf(texts: PageTexts, { contact }: GateReply): { contact?: string } {
  return contact === undefined ? {} : { contact: contact === '' ? texts.contact : contact };
}

function view(texts: PageTexts, answer: GateReply, username: string): PageView {
  const { next, problem, session, questions = [] } = answer;
  const contact = contactOf(texts, answer);
  if (next === 'done') return { step: 'done' };
  if (next === 'code' && session !== undefined) {
    return { step: 'code', session, questions, ...(problem === undefined ? {} : { problem }), ...contact };
  }
  if (problem === 'wrong password' || problem === 'too many' || problem === 'unavailable') {
    return { step: 'password', username, problem };
  }
  return { step: 'refused', problem: problem ?? 'session ended', ...contact };
}

function sendPage(reply: FastifyReply, texts: PageTexts, page: PageView, retryAfterSeconds?: number): FastifyReply {
  return headed(reply, 'problem' in page ? page.problem : undefined, retryAfterSeconds)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', pageSecurity)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('content-language', texts.language)
    .header('vary', 'accept-language, accept')
    .send(signInPage(texts, page));
}

function sendTried(reply: FastifyReply, texts: PageTexts, answer: Tried, username: string): FastifyReply {
  return sendPage(reply, texts, view(texts, answer, username), answer.retryAfterSeconds);
}

function sendJson(reply: FastifyReply, texts: PageTexts, answer: Tried): FastifyReply {
  const { next, problem, session, questions = [], retryAfterSeconds } = answer;
  const challenges = questions.map(({ serial, question, message, image, pushed }) => ({
    serial,
    question,
    message,
    image,
    pushed,
  }));
  const [first] = challenges;
  // The first one by itself is what programs knew before there were several.
  const asked = first && { challenge: { image: first.image, message: first.message }, challenges };
  const message = problem === undefined ? sentence(texts, next) : texts.problems[problem];
  const body = {
    next,
    message,
    ...(session === undefined ? {} : { session }),
    ...asked,
    ...contactOf(texts, answer),
  };
  return headed(reply, problem, retryAfterSeconds).type('application/json').send(JSON.stringify(body));
}

function sentence(texts: PageTexts, next: GateReply['next']): string {
  return next === 'code' ? texts.codeHelp : texts.doneTitle;
}
