/**
 * Included before better-sqlite3 where that is compiled. From Node.js 24.19 on, the destructor of ObjectWrap asks for the
 * environment of the current context. A garbage collection while nothing runs has no context, and aborts the process.
 * Without these hooks ObjectWrap is what it was before.
 */
#pragma once
#include <node.h>

namespace node {
inline void NoCleanupHook(v8::Isolate*, void (*)(void*), void*) {}
}  // namespace node

#define AddEnvironmentCleanupHook NoCleanupHook
#define RemoveEnvironmentCleanupHook NoCleanupHook
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook
