#pragma once

#include <string>

/// "Hello, <name>!", or "Hello!" for nobody in particular.
std::string greeting(const std::string& name);
