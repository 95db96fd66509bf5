/** What is not told: everything is used first, by all modules, and then looked for. */
import './served/secrecy';
import './served/vault-secrecy';
