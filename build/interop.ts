import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { administer } from './interop/administer.ts';
import { compareCosts } from './interop/compare-costs.ts';
import { compareRequests } from './interop/compare-requests.ts';
import { installPrivacyidea, NoPackageIndex, release } from './interop/install-privacyidea.ts';
import { issueTokens } from './interop/issue-tokens.ts';
import { runKeydesk } from './interop/run-keydesk.ts';
import { type Compared, runPrivacyidea } from './interop/run-privacyidea.ts';
import { setUpPeople, writePeople } from './interop/set-up-people.ts';
import { useClient } from './interop/use-client.ts';
import { say } from './root.ts';

/** What can be asked for alone; all of it without a word. */
const parts = {
  compare: compareRequests,
  issue: issueTokens,
  administer,
  client: useClient,
  cost: compareCosts,
} as const;
const { values, positionals } = parseArgs({
  options: { keep: { type: 'boolean' }, show: { type: 'string' } },
  allowPositionals: true,
});
const wanted = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name));

const folder = mkdtempSync(join(tmpdir(), 'keydesk-interop-'));
let servers: Compared[] = [];
let failed = false;
try {
  const programs = installPrivacyidea();
  const people = join(folder, 'people');
  writePeople(people);
  for (const [name, part] of wanted) {
    say(`Starting both servers anew, to ${name} ...`);
    const theirs = await runPrivacyidea(programs, newFolder(join(folder, name)));
    servers.push(theirs);
    const ours = await runKeydesk(join(folder, name, 'keydesk'));
    servers.push(ours);
    for (const server of servers) await setUpPeople(server, people);
    if (!(await part(theirs, ours))) failed = true;
    for (const server of servers) await server.stop();
    servers = [];
  }
} catch (error) {
  failed = true;
  if (error instanceof NoPackageIndex) {
    console.log(
      `NOT COMPARED: privacyIDEA ${release} could not be installed from PyPI, which may not be reachable from here.`,
    );
    console.log(error.message);
  } else console.log(`The comparison could not be made: ${error instanceof Error ? error.stack : error}`);
} finally {
  for (const server of servers) await server.stop();
  if (values.keep) say(`Everything is kept in ${folder}.`);
  else rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

function newFolder(path: string): string {
  mkdirSync(path);
  return path;
}
