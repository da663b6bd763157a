// An agreement is changed, as people do it: contacts alone, then an amendment, with the comparison on both sides. Arguments:
//   lang         the language of the pages
//   phone        true: at 360 px
//   number       the agreement, whose first version is complete
//   filer, reviewer   the raw tokens of their sessions
//   shots        a folder for pictures
// Result: { states: states judged by axe-core }.
import fs from 'node:fs';
import path from 'node:path';
import { DESK, PHONE, axe, expect, scenario, shot, sideways, visit } from './drive.mjs';

scenario(async ({ args, open }) => {
  const { lang, number } = args;
  const options = { viewport: args.phone ? PHONE : DESK, locale: lang };
  const as = (token) => open({ ...options, cookies: [{ name: 'federointi-session', value: token }] });
  let states = 0;
  const judge = async (page, name) => {
    expect((await sideways(page)) === 0, `${name} scrolls sideways`);
    const found = await axe(page);
    expect(found.length === 0, `${name} (${page.url()}): ${JSON.stringify(found, null, 1)}`);
    states += 1;
    if (args.shots) {
      fs.mkdirSync(args.shots, { recursive: true });
      await shot(page, path.join(args.shots, `change-${lang}-${args.phone ? 'phone' : 'desk'}-${name}.png`));
    }
  };
  const send = async (page, button) => {
    const [response] = await Promise.all([page.waitForNavigation(), page.locator(button).first().click()]);
    return response.status();
  };
  const SAVE = 'main form button.btn:not(.quiet):not([name])';
  const home = (page) => new URL(page.url()).pathname.match(/^\/..\/requests\/[0-9a-f-]{36}/)[0];
  const file = async (page, request, name) => {
    await visit(page, `${request}/answers`);
    await judge(page, `${name}-answers`);
    await page.locator('[name=declaration]').check();
    await send(page, 'form[action$="/file"] button.btn');
    await judge(page, `${name}-filed`);
    return (await page.locator('.done-panel .num').innerText()).trim();
  };
  const approve = async (page, reference, name) => {
    await visit(page, `/${lang}/queue`);
    await send(page, `tr:has-text("${reference}") th a`);
    await judge(page, `${name}-case`);
    await page.locator('[name=decision][value=approve]').check();
    for (const field of ['over_errors', 'authority_check']) {
      const area = page.locator(`[name=${field}]`);
      if (await area.count()) await area.fill('Sovittu puhelimitse.').catch(() => {});
    }
    expect((await send(page, 'form[action$="/decision"] button.btn')) === 200, `${name} is approved`);
  };

  // Contacts alone: three pages, one approval, no signature.
  const filer = await as(args.filer);
  const change = `/${lang}/party/agreements/${number}/change`;
  await visit(filer, change);
  await judge(filer, '01-what');
  expect((await send(filer, SAVE)) === 422, 'something must be chosen');
  await judge(filer, '02-what-refused');
  await filer.locator('[name=what][value=contacts]').check();
  await send(filer, SAVE);
  const contacts = home(filer);
  expect(filer.url().endsWith('/contacts'), filer.url());
  await judge(filer, '03-contacts');
  await filer.locator('[name=agreement_name]').fill('Uusi Sopija');
  for (const section of ['support', 'people']) {
    await send(filer, SAVE);
    expect(filer.url().endsWith(`/${section}`), filer.url());
  }
  await send(filer, SAVE);
  await judge(filer, '04-contacts-tasks');
  await visit(filer, change);
  await judge(filer, '05-open');
  const first = await file(filer, contacts, '06-contacts');
  const reviewer = await as(args.reviewer);
  await approve(reviewer, first, '07-contacts');
  const compare = `/${lang}/party/agreements/${number}/compare?from=1&to=2`;
  await complete(filer, `/${lang}/party/agreements/${number}/change`, 2);
  await visit(filer, compare);
  expect((await filer.locator('main').innerText()).includes('Uusi Sopija'), 'the new contact is in the comparison');
  await judge(filer, '08-compare');
  await visit(filer, contacts);
  await judge(filer, '09-contacts-done');

  // An amendment: everything is filled; a blocked feature and a day are changed.
  await visit(filer, change);
  await filer.locator('[name=what][value=amendment]').check();
  await send(filer, SAVE);
  const amendment = home(filer);
  await judge(filer, '10-amendment-tasks');
  await visit(filer, `${amendment}/organisation`);
  await judge(filer, '11-organisation');
  await visit(filer, `${amendment}/blocked`);
  await filer.locator('[name=blocked][value=video]').check();
  await send(filer, SAVE);
  await visit(filer, `${amendment}/change`);
  await filer.locator('[name=first_day]').fill('1.1.2020');
  expect((await send(filer, SAVE)) === 422, 'not in the past');
  await judge(filer, '12-day-refused');
  await filer.locator('[name=first_day]').fill('1.3.2027');
  await filer.locator('[name=change_reason]').fill('Videoneuvottelu estetään.');
  await send(filer, SAVE);
  const second = await file(filer, amendment, '13-amendment');
  await approve(reviewer, second, '14-amendment');
  await visit(reviewer, `/${lang}/agreements/${number}?on=24.12.2026`);
  await judge(reviewer, '15-agreement');
  await visit(reviewer, `/${lang}/agreements/${number}?on=x`);
  await judge(reviewer, '16-agreement-no-day');
  await visit(reviewer, `/${lang}/agreements/${number}/compare`);
  await judge(reviewer, '17-compare');
  await visit(reviewer, `/${lang}/agreements/${number}/notice`);
  expect((await send(reviewer, SAVE)) === 422, 'a notice needs its day');
  await judge(reviewer, '18-notice-refused');
  await visit(reviewer, `/${lang}/agreements`);
  await judge(reviewer, '19-agreements');
  await visit(filer, change);
  await judge(filer, '20-pending');
  return { states };
});

/** Waits until the version of this number stands among the versions as complete. */
async function complete(page, address, version) {
  for (let tries = 0; tries < 80; tries += 1) {
    await visit(page, address);
    if ((await page.locator(`a[href$="compare?to=${version}"]`).count()) && (await page.locator('[name=what]').count())) return;
    await page.waitForTimeout(250);
  }
  throw new Error(`version ${version} was not completed`);
}
