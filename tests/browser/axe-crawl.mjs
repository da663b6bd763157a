// Visits pages in each language, on desk and phone and with forced colours, and fails on anything that axe-core finds, on a page that scrolls
// sideways, on a missing title and on a wrong `lang`. Arguments:
//   paths      [ "/{lang}", { "path": "/{lang}/none", "status": 404 } ]   a path with {lang} is visited once for each language
//              with upload: { name, text } or { file: its path } its form is sent with that file, and the answer is judged
//   languages  default [ "fi", "sv", "en" ]
//   follow     true: go on to every page of the service that a visited page links to (by path, without its query)
//   within     a path's beginning: only pages below it are followed
//   limit      how many different paths may be met when following; more fail (default 200)
//   signIn     { "path", "fields": { name: value }, "button" } done first in each context
//   cookies    [ { "name", "value" } ]      storageState  as Playwright writes it
//   open       true: everything that is folded (details) is opened before it is judged
//   shots      a folder for pictures of every state
// Result: { "pages": paths visited, "states": states judged }.
import fs from 'node:fs';
import path from 'node:path';
import { DESK, PHONE, axe, expect, fail, scenario, shot, sideways, submit, visit } from './drive.mjs';

// The tag of `lang` where it is not the address's own code: Finland's Swedish.
const TAGS = { sv: 'sv-FI' };
const LOOKS = [{ name: '1280', viewport: DESK }, { name: '360', viewport: PHONE }, { name: 'forced', viewport: DESK, forcedColors: true }];

scenario(async ({ base, args, open }) => {
  const languages = args.languages ?? ['fi', 'sv', 'en'];
  const queue = (args.paths ?? fail('no paths given')).flatMap((entry) => {
    const { path: pattern, status = 200, ...rest } = typeof entry === 'string' ? { path: entry } : entry;
    if (!pattern.includes('{lang}')) return [{ path: pattern, status, ...rest }];
    return languages.map((language) => ({ path: pattern.replaceAll('{lang}', language), status, language, ...rest }));
  });
  expect(queue.length > 0, 'no paths given');
  const looks = [];
  for (const look of LOOKS) {
    const page = await open({ ...look, cookies: args.cookies, storageState: args.storageState });
    if (args.signIn) await submit(page, args.signIn);
    looks.push({ ...look, page });
  }
  if (args.shots) fs.mkdirSync(args.shots, { recursive: true });

  const met = new Set(queue.map((stop) => stop.path));
  const complaints = [];
  let states = 0;
  for (const stop of queue) {
    for (const { name, page } of looks) {
      if (stop.upload) await sendFile(page, stop);
      else await visit(page, stop.path, stop.status);
      const where = `${stop.path} (${name})`;
      if (args.open) await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => { folded.open = true; }));
      const { lang, title } = await page.evaluate(() => ({ lang: document.documentElement.lang, title: document.title }));
      if (stop.language && lang !== (TAGS[stop.language] ?? stop.language)) complaints.push(`${where}: lang is "${lang}"`);
      if (!title.trim()) complaints.push(`${where}: no title`);
      const pixels = await sideways(page);
      if (pixels > 0) complaints.push(`${where}: scrolls sideways by ${pixels} px`);
      for (const violation of await axe(page)) {
        for (const node of violation.nodes) complaints.push(`${where}: ${violation.id} (${violation.impact}): ${violation.help}\n    ${node.target}\n    ${node.html}`);
      }
      if (args.shots) await shot(page, path.join(args.shots, `${stop.path.replaceAll(/[^a-z0-9]+/gi, '-')}-${name}.png`));
      states += 1;
    }
    if (args.follow) {
      for (const next of await linked(looks[0].page, base)) {
        if (met.has(next) || !next.startsWith(args.within ?? '/')) continue;
        met.add(next);
        expect(met.size <= (args.limit ?? 200), `more than ${args.limit ?? 200} paths met, last ${next}`);
        queue.push({ path: next, status: 200 });
      }
    }
  }
  expect(complaints.length === 0, `${complaints.length} complaints:\n${complaints.join('\n')}`);
  return { pages: queue.length, states };
});

/** Sends the form of a page with a file; the answer must be of the status that is expected. */
async function sendFile(page, { path: address, status, upload }) {
  await visit(page, address);
  const field = page.locator('main input[type=file]');
  await field.setInputFiles(upload.file ?? { name: upload.name, mimeType: 'application/pdf', buffer: Buffer.from(upload.text) });
  const button = page.locator('main form[enctype="multipart/form-data"] button.btn');
  const [response] = await Promise.all([page.waitForNavigation(), button.click()]);
  expect(response?.status() === status, `sending ${address} answered ${response?.status()} in place of ${status}`);
}

/** Paths of the service that the page links to, files for download left out. */
async function linked(page, base) {
  const links = await page.locator('a[href]:not([download])').evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
  return [...new Set(links.map((link) => new URL(link)).filter((url) => url.origin === base).map((url) => url.pathname))]
    .filter((pathname) => !/\.[a-z0-9]{2,5}$/i.test(pathname));
}
