// Speed, never a possibility: every page works without this file. No framework, no request beyond our own host.
(function () {
  'use strict';
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };

  // The summary of errors takes the focus.
  var summary = document.querySelector('[data-focus]');
  if (summary) summary.focus();

  // A form is sent once a page view. The button keeps its label and is never disabled.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', function () { all('form[data-sent]').forEach(function (form) { delete form.dataset.sent; }); });

  // Copy a zone line.
  function showCopyButtons(root) {
    if (!navigator.clipboard) return;
    all('[data-copy]', root).forEach(function (button) { button.hidden = false; });
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-copy]');
    if (!button) return;
    var source = document.getElementById(button.dataset.copy);
    var status = button.parentNode.querySelector('[role=status]');
    navigator.clipboard.writeText(source.textContent).then(function () {
      status.textContent = button.dataset.copied;
    }, function () {
      window.getSelection().selectAllChildren(source);
    });
  });
  showCopyButtons(document);

  // What is asked only with one choice is shown only with it.
  all('[data-with]').forEach(function (inner) {
    var choices = all('input', inner.closest('fieldset')).filter(function (input) { return input.name === inner.dataset.with; });
    function show() {
      inner.hidden = !choices.some(function (choice) { return choice.checked && choice.value === inner.dataset.value; });
    }
    choices.forEach(function (choice) { choice.addEventListener('change', show); });
    show();
  });

  // Type-ahead: WAI-ARIA combobox with a listbox below it in the flow of the page.
  all('input[data-combo]').forEach(function (input) {
    var box = input.closest('.combo');
    var status = box.querySelector('[role=status]');
    var list = document.createElement('ul');
    var timer, rows = [], at = -1, asked = 0, proposed = '';
    list.id = input.id + '-list';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', box.dataset.suggestions);
    input.after(list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', list.id);
    input.autocomplete = 'off';

    function close() {
      asked += 1;
      clearTimeout(timer);
      list.hidden = true;
      list.textContent = '';
      rows = [];
      at = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }
    function mark(next) {
      at = next;
      Array.prototype.forEach.call(list.children, function (item, index) {
        item.setAttribute('aria-selected', String(index === at));
      });
      if (at < 0) { input.removeAttribute('aria-activedescendant'); return; }
      input.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    }
    function choose(row) {
      var code = input.form.elements.municipality_code, number = input.form.elements.business_id;
      input.value = row.official_name || row.name;
      if (code) code.value = row.code;
      if (number && (!number.value || number.value === proposed)) {
        number.value = row.business_id || '';
        proposed = number.value;
      }
      status.textContent = '';
      close();
    }
    function open(found) {
      close();
      status.textContent = found.length ? '' : box.dataset.none;
      if (!found.length) return;
      rows = found;
      found.forEach(function (row, index) {
        var item = document.createElement('li'), region = document.createElement('span');
        item.id = list.id + '-' + index;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        item.textContent = (row.official_name || row.name) + ' ';
        region.className = 'r';
        region.textContent = row.region;
        item.append(region);
        // mousedown would take the focus from the input before the click.
        item.addEventListener('mousedown', function (event) { event.preventDefault(); });
        item.addEventListener('click', function () { choose(row); });
        list.append(item);
      });
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
    }
    function ask() {
      var words = input.value.trim();
      if (words.length < 2) { status.textContent = ''; close(); return; }
      var mine = (asked += 1);
      fetch(input.dataset.combo + '?q=' + encodeURIComponent(words), { headers: { Accept: 'application/json' } })
        .then(function (response) { return response.ok ? response.json() : Promise.reject(response.status); })
        .then(function (found) { if (mine === asked && document.activeElement === input) open(found); })
        .catch(close);
    }
    input.addEventListener('input', function () {
      var code = input.form.elements.municipality_code;
      if (code) code.value = '';
      clearTimeout(timer);
      timer = setTimeout(ask, 150);
    });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (list.hidden) { ask(); return; }
        var step = event.key === 'ArrowDown' ? 1 : -1;
        mark(at < 0 ? (step > 0 ? 0 : rows.length - 1) : (at + step + rows.length) % rows.length);
      } else if (event.key === 'Enter' && !list.hidden && at >= 0) {
        event.preventDefault();
        choose(rows[at]);
      } else if (event.key === 'Escape' && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
  });

  // Live check of domains: after 600 ms of rest the form is posted to its data-check-url; every element of the answer with
  // data-into="ID" replaces what #ID holds, the status sentence among them.
  all('form[data-check-url]').forEach(function (form) {
    var timer, under;
    form.addEventListener('input', function (event) {
      var input = event.target;
      if (!input.matches('[data-check]')) return;
      var verdict = document.getElementById(input.id + '-verdict');
      if (verdict) verdict.textContent = input.value.trim() ? form.dataset.checking || '' : '';
      clearTimeout(timer);
      if (under) under.abort();
      timer = setTimeout(check, 600);
    });
    function check() {
      under = new AbortController();
      fetch(form.dataset.checkUrl, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: under.signal })
        .then(function (response) { return response.ok && !response.redirected ? response.text() : Promise.reject(response.status); })
        .then(function (text) {
          var answer = new DOMParser().parseFromString(text, 'text/html');
          all('[data-into]', answer).forEach(function (part) {
            var place = document.getElementById(part.dataset.into);
            if (!place) return;
            place.replaceChildren.apply(place, Array.prototype.slice.call(part.childNodes));
            showCopyButtons(place);
          });
        })
        .catch(function (reason) {
          // An answer that never came leaves no verdict: not knowing is a state of its own.
          if (reason && reason.name === 'AbortError') return;
          all('[data-check]', form).forEach(function (input) {
            var verdict = document.getElementById(input.id + '-verdict');
            if (verdict && verdict.textContent === form.dataset.checking) verdict.textContent = '';
          });
        });
    }
  });

  // Keys of the queue, only while the focus is in its table, and only until they are turned off.
  var KEYS = 'federointi-keys';
  function keysAreOn() { try { return localStorage.getItem(KEYS) !== 'off'; } catch (error) { return true; } }
  all('[data-keys-switch]').forEach(function (box) {
    box.closest('[hidden]').hidden = false;
    box.checked = keysAreOn();
    box.addEventListener('change', function () {
      try { localStorage.setItem(KEYS, box.checked ? 'on' : 'off'); } catch (error) { /* the choice lasts as long as the page */ }
    });
  });
  all('table[data-keys]').forEach(function (table) {
    var rows = all('tbody tr', table);
    table.addEventListener('focusin', function (event) {
      rows.forEach(function (row) { row.classList.toggle('cur', row.contains(event.target)); });
    });
    table.addEventListener('keydown', function (event) {
      var box = document.querySelector('[data-keys-switch]');
      if (box ? !box.checked : !keysAreOn()) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input, select, textarea')) return;
      var row = event.target.closest('tbody tr');
      var key = event.key.toLowerCase();
      var next = key === 'j' ? rows.indexOf(row) + 1 : key === 'k' ? rows.indexOf(row) - 1 : -1;
      if (rows[next] && (row || key === 'j')) {
        event.preventDefault();
        rows[next].querySelector('a').focus();
      } else if (key === 'o' && row) {
        var own = row.querySelector('[data-key=o]');
        if (own) { event.preventDefault(); own.click(); }
      }
    });
  });
}());
