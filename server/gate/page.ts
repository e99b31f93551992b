import { createHash } from 'node:crypto';
import type { PageProblem, PageTexts } from './page-texts.ts';
import type { GateQuestion } from './questions.ts';

/** What the sign-in page shows. It holds no password; `session` is worth nothing without a code. */
export type PageView =
  | { readonly step: 'password'; readonly username?: string; readonly problem?: PageProblem }
  | {
      readonly step: 'code';
      readonly session: string;
      readonly problem?: PageProblem;
      readonly contact?: string;
      readonly questions?: readonly GateQuestion[];
    }
  | { readonly step: 'refused'; readonly problem: PageProblem; readonly contact?: string }
  | { readonly step: 'done' };

const style = `:root{color-scheme:light dark;--ground:#fbfbf9;--ink:#16181a;--quiet:#55595d;--line:#767b80;--accent:#00595f;--refused:#a01616}
@media(prefers-color-scheme:dark){:root{--ground:#131516;--ink:#eef0f0;--quiet:#b0b6b9;--line:#878d91;--accent:#5fd0d6;--refused:#ff9d94}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:18px/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;padding:10vh 24px 24px}h1{font-size:24px;line-height:1.25;margin:0 0 24px}
p{margin:0 0 16px;max-width:66ch;overflow-wrap:anywhere}label{display:block;margin:0 0 4px}
input{display:block;width:100%;min-height:44px;padding:8px 12px;margin:0 0 20px;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:6px}
.code{font-family:ui-monospace,monospace;font-size:24px;letter-spacing:.08em;font-feature-settings:"zero"}
button,.again{display:inline-block;min-height:44px;padding:9px 20px;font:inherit;color:var(--ground);background:var(--accent);border:1px solid var(--accent);border-radius:6px;text-decoration:none}
.again{color:var(--accent);background:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.problem{padding:0 0 0 16px;border-left:4px solid var(--refused);color:var(--refused)}
.problem::before{content:"\\2715\\00a0\\00a0"/"";font-weight:bold}
img{display:block;width:100%;max-width:18rem;margin:0 0 16px;image-rendering:pixelated}
.question{font-family:ui-monospace,monospace;overflow-wrap:anywhere}.pushed{margin:24px 0 0}
aside{margin:32px 0 0;padding:16px 0 0;border-top:1px solid var(--line)}h2{font-size:15px;margin:0 0 4px;color:var(--quiet)}.contact{white-space:pre-line}
@media(forced-colors:active){.problem{border-color:LinkText}}`;

/** What the page may load and do: its own style, pictures that are in it, and its own form. */
export const pageSecurity = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  `form-action 'self'`,
  `frame-ancestors 'none'`,
  `base-uri 'none'`,
].join('; ');

/** The whole page: plain HTML that works without a script, to look at and to copy. */
export function signInPage(texts: PageTexts, view: PageView): string {
  const problem = 'problem' in view && view.problem !== undefined ? texts.problems[view.problem] : undefined;
  const title = titleOf(texts, view);
  const told = problem === undefined ? '' : `<p class="problem" id="problem" role="alert">${escaped(problem)}</p>`;
  return `<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${problem === undefined ? '' : `${escaped(problem)} – `}${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${told}${body(texts, view, problem !== undefined)}${contactOf(texts, view)}
</main>
</body>
</html>
`;
}

function titleOf(texts: PageTexts, view: PageView): string {
  if (view.step === 'code') return texts.codeTitle;
  if (view.step === 'done') return texts.doneTitle;
  return view.step === 'refused' && view.problem === 'token required' ? texts.refusedTitle : texts.title;
}

function body(texts: PageTexts, view: PageView, problem: boolean): string {
  const described = problem ? ' aria-describedby="problem" aria-invalid="true"' : '';
  if (view.step === 'password') {
    const known = view.username ?? '';
    return `<form method="post" action="/login" autocomplete="on">
<label for="username">${escaped(texts.username)}</label>
<input id="username" name="username" value="${escaped(known)}" required maxlength="200" autocomplete="username" autocapitalize="none" spellcheck="false"${known === '' ? ' autofocus' : ''}${described}>
<label for="password">${escaped(texts.password)}</label>
<input id="password" name="password" type="password" required maxlength="1000" autocomplete="current-password"${known === '' ? '' : ' autofocus'}${described}>
<button>${escaped(texts.goOn)}</button>
</form>`;
  }
  if (view.step === 'code') {
    const questions = view.questions ?? [];
    const isPushed = questions.some(({ pushed }) => pushed);
    return `${questions.map((question) => questionOf(texts, question)).join('')}<form method="post" action="/login/code" autocomplete="off">
<input type="hidden" name="session" value="${escaped(view.session)}">
<label for="code">${escaped(texts.code)}</label>
<input id="code" name="code" class="code" required maxlength="100" autofocus autocomplete="one-time-code" autocapitalize="none" spellcheck="false" aria-describedby="help${problem ? ' problem" aria-invalid="true' : ''}">
<p id="help">${escaped(texts.codeHelp)}</p>
<button>${escaped(texts.signIn)}</button>
</form>${isPushed ? pushedForm(texts, view.session) : ''}`;
  }
  return view.step === 'done'
    ? `<p>${escaped(texts.done)}</p>`
    : `<p><a class="again" href="/login">${escaped(texts.again)}</a></p>`;
}

function questionOf(texts: PageTexts, { serial, question, message, isOwnMessage, image }: GateQuestion): string {
  const words = isOwnMessage ? message : image === undefined ? texts.answer : texts.scan;
  const picture =
    image === undefined ? '' : `<img src="${escaped(image)}" alt="${escaped(texts.picture)} ${escaped(serial)}">\n`;
  return `<p>${escaped(words)}</p>
${picture}<p>${escaped(texts.question)} ${escaped(serial)}: <span class="question">${escaped(question)}</span></p>
`;
}

/** For an app that sends its answer by itself: the same step without a code. */
function pushedForm(texts: PageTexts, session: string): string {
  return `
<form class="pushed" method="post" action="/login/code">
<input type="hidden" name="session" value="${escaped(session)}">
<p>${escaped(texts.pushed)}</p>
<button class="again">${escaped(texts.answered)}</button>
</form>`;
}

function contactOf(texts: PageTexts, view: PageView): string {
  const contact = 'contact' in view ? view.contact : undefined;
  if (contact === undefined) return '';
  return `\n<aside>\n<h2>${escaped(texts.help)}</h2>\n<p class="contact">${escaped(contact)}</p>\n</aside>`;
}

/** Text as HTML, in elements and in quoted attributes. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
