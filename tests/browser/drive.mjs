// Drives Debian's Chromium for the scenarios of this folder.
//
// A scenario is started by the Rust suite as `node tests/browser/NAME.mjs BASE_URL JSON_ARGS` and consists of one call of `scenario(…)`.
// It exits 0 with its result as one line of JSON, or else non-zero with a message for a person on standard error. It fails too when a page asked
// for anything at another host, when a script threw, or when the content security policy refused something.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** Ends the scenario as failed with a message for a person. */
export function fail(message) {
  throw new Error(message);
}

/** Fails with `message` unless `fact` holds. */
export function expect(fact, message) {
  if (!fact) fail(message);
}

/**
 * Runs `play({ base, args, open })`, where `open(options)` gives a page in a context (cookies, storage) of its own.
 * Options: `viewport`, `locale`, `javaScript` (default true), `forcedColors` (default false), `storageState`, `cookies` ([{ name, value }]).
 * Chromium is /usr/bin/chromium, or what CHROMIUM names; each run has a fresh profile, removed at the end.
 */
export async function scenario(play) {
  const [base, json = '{}'] = process.argv.slice(2);
  const offences = [];
  let browser;
  try {
    expect(base, `usage: node ${process.argv[1]} BASE_URL [JSON_ARGS]`);
    const home = new URL(base);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...FLAGS, `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${home.hostname}`],
    });
    const open = (options = {}) => openPage(browser, home, offences, options);
    const result = await play({ base: home.origin, args: JSON.parse(json), open });
    expect(offences.length === 0, `the pages did what they must not:\n${offences.join('\n')}`);
    console.log(JSON.stringify(result ?? {}));
  } catch (error) {
    console.error(error.message);
    for (const offence of offences) console.error(offence);
    process.exitCode = 1;
  } finally {
    await browser?.close();
  }
}

async function openPage(browser, home, offences, options) {
  const context = await browser.newContext({
    baseURL: home.origin,
    viewport: options.viewport ?? DESK,
    locale: options.locale ?? 'fi-FI',
    timezoneId: 'Europe/Helsinki',
    javaScriptEnabled: options.javaScript ?? true,
    forcedColors: options.forcedColors ? 'active' : 'none',
    storageState: options.storageState,
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(15_000);
  if (options.cookies) await context.addCookies(options.cookies.map((cookie) => ({ url: home.origin, ...cookie })));
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (url.origin === home.origin || url.protocol === 'data:') return route.continue();
    offences.push(`a request to another host: ${url.href}`);
    return route.abort('blockedbyclient');
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => offences.push(`a script threw on ${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy/i.test(message.text())) offences.push(`${page.url()}: ${message.text()}`);
  });
  return page;
}

/**
 * What axe-core finds on the page as it stands: [{ id, impact, help, nodes: [{ target, html, why }] }], empty when there is nothing to mend.
 * It needs timers, so the page must have been opened with script.
 */
export async function axe(page) {
  await page.evaluate(axeSource);
  const judged = page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), TAGS);
  const { violations } = await within(60, judged, `axe-core on ${page.url()}`);
  return violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, nodes: nodes.map((node) => ({ target: node.target.join(' '), html: node.html, why: node.failureSummary })),
  }));
}

/** `work`, or a failure that names `what` once it has taken longer than `seconds`. */
export function within(seconds, work, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** How many CSS pixels the page scrolls sideways; 0 when it fits. */
export function sideways(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/** A picture of the whole page in `file` (PNG). */
export async function shot(page, file) {
  await page.screenshot({ path: file, fullPage: true });
}

/** Opens `path` and fails unless it answers with `status`. */
export async function visit(page, path, status = 200) {
  const response = await page.goto(path);
  expect(response?.status() === status, `${path} answered ${response?.status()} in place of ${status}`);
  return response;
}

/**
 * Opens `form.path`, fills the fields that `form.fields` names ({ name: value }) and submits by `form.button` (a CSS selector; default: the first
 * submit button of the form that holds the first field). Fails when the answer is an error.
 */
export async function submit(page, form) {
  await visit(page, form.path);
  const names = Object.keys(form.fields);
  for (const name of names) await page.locator(`[name="${name}"]`).first().fill(form.fields[name]);
  const owner = page.locator('form').filter({ has: page.locator(`[name="${names[0]}"]`) }).first();
  const button = form.button ? page.locator(form.button) : owner.locator('button:not([type=button]), input[type=submit]').first();
  const [response] = await Promise.all([page.waitForNavigation(), button.click()]);
  expect(response && response.status() < 400, `submitting ${form.path} answered ${response?.status()}`);
}
