import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** The one origin there is: the window's files, and the only sender the handlers listen to. */
export const appOrigin = 'app://keydesk';
export const appPage = `${appOrigin}/index.html`;

/**
 * Nothing but the bundle's own files, no connection anywhere, no script or style that is not a file of ours.
 * WebRTC, which no directive covers, is closed in security.ts.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** What a page could ask the browser for; denied before anybody is asked (Chromium's own chooser for HID ends the app). */
const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
};

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the files that were in the bundle's folder when the app started, by their exact paths, and nothing else. */
export function serveApp(session: Session, folder: string): void {
  const files = listFiles(folder);
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.host !== 'keydesk' || url.protocol !== 'app:') return refusal(403);
    const path = (await files).get(url.pathname === '/' ? '/index.html' : url.pathname);
    if (path === undefined) return refusal(404);
    const body = await readFile(path);
    return new Response(body, { headers: { ...headers, 'content-type': typeOf(path) } });
  });
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'cache-control': 'no-store',
};

function refusal(status: 403 | 404): Response {
  return new Response(null, { status, headers });
}

/** URL path to file. A path that is not a key is not served, so no path is ever joined to the folder. */
async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const walk = async (directory: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && extension(path) in types)
        found.set(`/${relative(folder, path).split(sep).join('/')}`, path);
    }
  };
  await walk(folder);
  return found;
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function typeOf(path: string): string {
  return types[extension(path)] ?? 'application/octet-stream';
}
