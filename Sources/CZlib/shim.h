// zlib, for the compressed histogram encoding.
#pragma once
#include <zlib.h>
