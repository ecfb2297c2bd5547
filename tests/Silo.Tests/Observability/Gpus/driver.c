/* Stands in for a GPU's driver: three GPUs, of which the process sees number 0 (a whole one) and number 1 (a part of one).
   CUDA's numbers and NVML's handles are in different orders, as they may be on a real machine. */
#include <stdio.h>
#include <string.h>

static int cuda_ready, nvml_users;

int cuInit(unsigned flags) { cuda_ready = flags == 0; return cuda_ready ? 0 : 1; }

int cuDeviceGet(int *device, int ordinal) {
    if (!cuda_ready) return 3;
    if (ordinal < 0 || ordinal > 1) return 101;
    *device = 40 + ordinal;
    return 0;
}

int cuDeviceGetUuid_v2(char uuid[16], int device) {
    for (int i = 0; i < 16; i++) uuid[i] = (char)(0xf0 - 16 * (device - 40) + i);
    return 0;
}

int nvmlInit_v2(void) { nvml_users++; return 0; }

int nvmlShutdown(void) { return nvml_users-- > 0 ? 0 : 1; }

int users(void) { return nvml_users; }

int nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
    if (nvml_users < 1) return 1;
    if (strcmp(uuid, "GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff") == 0) { *device = (void *)0x7000000000000002; return 0; }
    if (strcmp(uuid, "MIG-e0e1e2e3-e4e5-e6e7-e8e9-eaebecedeeef") == 0) { *device = (void *)0x7000000000000001; return 0; }
    return 6;
}

int nvmlDeviceGetName(void *device, char *name, unsigned length) {
    if (device != (void *)0x7000000000000002) return 3;
    snprintf(name, length, "Stand-in 80GB");
    return 0;
}

int nvmlDeviceGetMemoryInfo(void *device, unsigned long long memory[3]) {
    if (nvml_users < 1) return 1;
    if (device == (void *)0x7000000000000002) { memory[0] = 85899345920ull; memory[1] = 64424509439ull; memory[2] = 21474836481ull; return 0; }
    if (device == (void *)0x7000000000000001) { memory[0] = 10737418240ull; memory[1] = 10737418233ull; memory[2] = 7; return 0; }
    return 2;
}
