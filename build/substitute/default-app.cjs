// Stands where Electron's own default app would: loads the app whose folder or file is named on the command line.
const { existsSync, readFileSync, statSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

const args = process.argv.slice(1);
const preloads = [];
let given;
for (let i = 0; i < args.length && given === undefined; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') preloads.push(args[++i]);
  else if (!args[i].startsWith('-')) given = args[i];
}
if (given === undefined) {
  console.error('No app is named on the command line.');
  process.exit(1);
}

process.defaultApp = true;
const target = path.resolve(given);
const manifest = path.join(target, 'package.json');
if (statSync(target).isDirectory() && existsSync(manifest)) {
  const { name, productName, version } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (productName || name) app.setName(productName || name);
  if (version) app.setVersion(version);
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  app.setAppPath(target);
} else {
  app.setAppPath(path.dirname(target));
}
if (preloads.length > 0) Module._preloadModules(preloads);
Module._load(target, Module, true);
