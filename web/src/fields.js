/** Messages next to the form fields they are about. */
import { h } from './dom';

/** Shows an ApiError in the form: at the fields its details name, the rest at the form's end. */
export function showFault(form, error) {
  clearFaults(form);
  const rest = [];
  let first;
  for (const { field, message } of error.details ?? []) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLElement) {
      showFieldError(control, message);
      first ??= control;
    } else {
      rest.push(`${field}: ${message}`);
    }
  }
  if (!first || rest.length) showFormMessage(form, rest.length ? rest.join('; ') : error.message, 'bad');
  first?.focus();
}

export function showFieldError(control, message) {
  clearFieldError(control);
  const id = `${control.form?.id ?? 'form'}-${control.name}-error`;
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', id);
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  control.closest('.field').append(h('p', { id, class: 'field-error', role: 'alert' }, text));
}

export function clearFieldError(control) {
  control.removeAttribute('aria-invalid');
  control.removeAttribute('aria-describedby');
  control.closest('.field')?.querySelector('.field-error')?.remove();
}

export function clearFaults(form) {
  for (const control of form.querySelectorAll('[aria-invalid]')) clearFieldError(control);
  showFormMessage(form, '');
}

/** @param {HTMLFormElement} form @param {string | Node} message @param {string} [tone] ok or bad */
export function showFormMessage(form, message, tone = 'ok') {
  const line = form.querySelector('.form-message');
  if (!line) return;
  line.replaceChildren(message);
  line.setAttribute('data-tone', tone);
}

/**
 * Sends the form when a person submits it, one submission at a time; what `send` throws is shown at the fields.
 * @param {any} form with one submit button
 * @param {() => Promise<void> | void} send
 */
export function onSubmit(form, send) {
  forgetFaultsOnInput(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type=submit]');
    if (button.disabled) return;
    clearFaults(form);
    button.disabled = true;
    try {
      await send();
    } catch (error) {
      showFault(form, error);
    } finally {
      button.disabled = false;
    }
  });
}

/** A mended field loses its message as soon as it is changed. */
export function forgetFaultsOnInput(form) {
  form.addEventListener('input', (event) => {
    if (event.target.hasAttribute?.('aria-invalid')) clearFieldError(event.target);
  });
}
