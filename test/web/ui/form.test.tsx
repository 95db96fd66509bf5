/** @jest-environment jsdom */
import { signal } from '@preact/signals';
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { ApiError } from '../../../web/src/app/api';
import { TextField } from '../../../web/src/ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../../web/src/ui/form';
import { FieldError } from '../../../web/src/ui/form-state';

const invalid = new ApiError({
  status: 400,
  code: 'invalid',
  message: 'It is wrong.',
  details: [
    { field: 'name', message: 'must not be empty' },
    { field: 'elsewhere', message: 'is odd' },
  ],
});

function show(send: () => Promise<void>) {
  const name = signal('');
  const Example = () => {
    const form = useForm();
    return (
      <Form id="example" state={form} send={send}>
        <TextField id="name" name="name" label="Name" bind={name} />
        <SubmitButton>Send</SubmitButton>
        <FormMessage />
      </Form>
    );
  };
  render(<Example />);
  return { name, input: screen.getByLabelText('Name'), button: screen.getByText('Send') };
}

it('shows a fault at its field, the rest at the end, and forgets it when the field is mended', async () => {
  const { name, input, button } = show(() => Promise.reject(invalid));
  fireEvent.click(button);
  const fault = await screen.findByRole('alert');
  expect(fault.textContent).toBe('Must not be empty');
  expect(input.getAttribute('aria-describedby')).toBe(fault.id);
  expect(document.activeElement).toBe(input);
  expect(screen.getByRole('status').textContent).toBe('elsewhere: is odd');
  fireEvent.input(input, { target: { value: 'ann' } });
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(name.value).toBe('ann');
  expect(input.hasAttribute('aria-invalid')).toBe(false);
});

it('is sent once at a time', async () => {
  let sends = 0;
  let arrive: () => void = () => undefined;
  const { button } = show(() => {
    sends += 1;
    return new Promise((resolve) => (arrive = resolve));
  });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(sends).toBe(1);
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(true));
  arrive();
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  fireEvent.click(button);
  expect(sends).toBe(2);
});

it('shows what was refused before anything was sent', async () => {
  const { button } = show(() => Promise.reject(new FieldError('name', 'Give it a name.')));
  fireEvent.click(button);
  expect((await screen.findByRole('alert')).textContent).toBe('Give it a name.');
});
