/** The page of the vault: the secrets, without their values until one is asked for. */
import { startShell } from '../features/shell/shell';
import { Vault } from '../features/vault/vault';
import { find } from '../ui/dom';
import { mount } from '../ui/mount';

startShell();
mount(<Vault />, find('#vault-page', HTMLElement));
