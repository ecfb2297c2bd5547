using System.Text;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>The fields that config.json of published models holds, as they are written there.</summary>
public sealed class PublishedConfigTests
{
    private const string Llama31 =
        """{"architectures":["LlamaForCausalLM"],"attention_bias":false,"hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":131072,"mlp_bias":false,"model_type":"llama","num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"pretraining_tp":1,"rms_norm_eps":1e-05,"rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},"rope_theta":500000.0,"tie_word_embeddings":false,"torch_dtype":"bfloat16","vocab_size":128256}""";

    private const string Llama32 =
        """{"head_dim":64,"hidden_act":"silu","hidden_size":2048,"intermediate_size":8192,"max_position_embeddings":131072,"model_type":"llama","num_attention_heads":32,"num_hidden_layers":16,"num_key_value_heads":8,"rms_norm_eps":1e-05,"rope_scaling":{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"},"rope_theta":500000.0,"tie_word_embeddings":true,"vocab_size":128256}""";

    private const string Mistral03 =
        """{"hidden_act":"silu","hidden_size":4096,"intermediate_size":14336,"max_position_embeddings":32768,"model_type":"mistral","num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"rms_norm_eps":1e-05,"rope_theta":1000000.0,"sliding_window":null,"tie_word_embeddings":false,"vocab_size":32768}""";

    private const string MistralNemo =
        """{"head_dim":128,"hidden_act":"silu","hidden_size":5120,"intermediate_size":14336,"max_position_embeddings":131072,"model_type":"mistral","num_attention_heads":32,"num_hidden_layers":40,"num_key_value_heads":8,"rms_norm_eps":1e-05,"rope_theta":1000000.0,"sliding_window":null,"tie_word_embeddings":false,"vocab_size":131072}""";

    private const string Qwen25 =
        """{"hidden_act":"silu","hidden_size":3584,"intermediate_size":18944,"max_position_embeddings":131072,"max_window_layers":28,"model_type":"qwen2","num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,"rms_norm_eps":1e-06,"rope_theta":1000000.0,"sliding_window":131072,"tie_word_embeddings":false,"use_mrope":false,"use_sliding_window":false,"vocab_size":152064}""";

    private const string Qwen3 =
        """{"attention_bias":false,"head_dim":128,"hidden_act":"silu","hidden_size":1024,"intermediate_size":3072,"max_position_embeddings":40960,"max_window_layers":28,"model_type":"qwen3","num_attention_heads":16,"num_hidden_layers":28,"num_key_value_heads":8,"rms_norm_eps":1e-06,"rope_scaling":null,"rope_theta":1000000,"sliding_window":null,"tie_word_embeddings":true,"use_sliding_window":false,"vocab_size":151936}""";

    private const string Pythia =
        """{"hidden_act":"gelu","hidden_size":512,"intermediate_size":2048,"layer_norm_eps":1e-05,"max_position_embeddings":2048,"model_type":"gpt_neox","num_attention_heads":8,"num_hidden_layers":6,"rotary_emb_base":10000,"rotary_pct":0.25,"tie_word_embeddings":false,"use_parallel_residual":true,"vocab_size":50304}""";

    private const string Gemma =
        """{"attention_bias":false,"head_dim":256,"hidden_act":"gelu","hidden_activation":null,"hidden_size":2048,"intermediate_size":16384,"max_position_embeddings":8192,"model_type":"gemma","num_attention_heads":8,"num_hidden_layers":18,"num_key_value_heads":1,"rms_norm_eps":1e-06,"rope_scaling":null,"rope_theta":10000.0,"vocab_size":256000}""";

    private const string Gemma3Small =
        """{"attention_bias":false,"attn_logit_softcapping":null,"cache_implementation":"hybrid","final_logit_softcapping":null,"head_dim":256,"hidden_activation":"gelu_pytorch_tanh","hidden_size":1152,"intermediate_size":6912,"max_position_embeddings":32768,"model_type":"gemma3_text","num_attention_heads":4,"num_hidden_layers":26,"num_key_value_heads":1,"query_pre_attn_scalar":256,"rms_norm_eps":1e-06,"rope_local_base_freq":10000,"rope_scaling":null,"rope_theta":1000000,"sliding_window":512,"sliding_window_pattern":6,"vocab_size":262144}""";

    private const string Gemma3 =
        """{"architectures":["Gemma3ForConditionalGeneration"],"mm_tokens_per_image":256,"model_type":"gemma3","text_config":{"hidden_size":2560,"intermediate_size":10240,"model_type":"gemma3_text","num_hidden_layers":34,"rope_scaling":{"factor":8.0,"rope_type":"linear"},"sliding_window":1024},"vision_config":{"model_type":"siglip_vision_model"}}""";

    private const string Gemma3Large =
        """{"model_type":"gemma3","text_config":{"head_dim":128,"hidden_size":5376,"intermediate_size":21504,"model_type":"gemma3_text","num_attention_heads":32,"num_hidden_layers":62,"num_key_value_heads":16,"query_pre_attn_scalar":168,"rope_scaling":{"factor":8.0,"rope_type":"linear"},"sliding_window":1024}}""";

    private const string Phi3 =
        """{"attention_bias":false,"embd_pdrop":0.0,"hidden_act":"silu","hidden_size":3072,"intermediate_size":8192,"max_position_embeddings":4096,"model_type":"phi3","num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":32,"original_max_position_embeddings":4096,"rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":10000.0,"sliding_window":2047,"tie_word_embeddings":false,"vocab_size":32064}""";

    private const string Phi4 =
        """{"attention_bias":false,"hidden_act":"silu","hidden_size":5120,"intermediate_size":17920,"max_position_embeddings":16384,"model_type":"phi3","num_attention_heads":40,"num_hidden_layers":40,"num_key_value_heads":10,"original_max_position_embeddings":16384,"rms_norm_eps":1e-05,"rope_scaling":null,"rope_theta":250000,"sliding_window":null,"tie_word_embeddings":false,"vocab_size":100352}""";

    public static TheoryData<string, ModelShape> Models => new()
    {
        { Llama31, new ModelShape("llama", 32, 4096, 128256, 131072, 32, 8, 128, 14336) },
        { Llama32, new ModelShape("llama", 16, 2048, 128256, 131072, 32, 8, 64, 8192) },
        { Mistral03, new ModelShape("mistral", 32, 4096, 32768, 32768, 32, 8, 128, 14336) },
        { MistralNemo, new ModelShape("mistral", 40, 5120, 131072, 131072, 32, 8, 128, 14336) },
        { Qwen25, new ModelShape("qwen2", 28, 3584, 152064, 131072, 28, 4, 128, 18944) },
        { Qwen3, new ModelShape("qwen3", 28, 1024, 151936, 40960, 16, 8, 128, 3072) },
        { Pythia, new ModelShape("gpt_neox", 6, 512, 50304, 2048, 8, 8, 64, 2048) },
        { Gemma, new ModelShape("gemma", 18, 2048, 256000, 8192, 8, 1, 256, 16384) },
        { Gemma3Small, new ModelShape("gemma3_text", 26, 1152, 262144, 32768, 4, 1, 256, 6912) },
        { Gemma3, new ModelShape("gemma3", 34, 2560, 262208, 131072, 8, 4, 256, 10240) },
        { Gemma3Large, new ModelShape("gemma3", 62, 5376, 262208, 131072, 32, 16, 128, 21504) },
        { Phi3, new ModelShape("phi3", 32, 3072, 32064, 4096, 32, 32, 96, 8192) },
        { Phi4, new ModelShape("phi3", 40, 5120, 100352, 16384, 40, 10, 128, 17920) },
        { PhiLong(0.75, 48), new ModelShape("phi3", 32, 3072, 200064, 4096, 24, 8, 128, 8192) },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_PublishedConfig_HasItsSizes(string json, ModelShape shape) => Assert.Equal(shape, Read(json).Shape with { LimitReason = null });

    [Fact]
    public void Read_Llama3InTheNewerForm_IsTheSame()
    {
        var older = (LlamaArchitecture)Read(Llama31);
        var newer = (LlamaArchitecture)Read(Llama31
            .Replace("\"rope_scaling\":{", "\"rope_parameters\":{\"rope_theta\":500000.0,", StringComparison.Ordinal)
            .Replace("\"rope_theta\":500000.0,\"tie", "\"tie", StringComparison.Ordinal));
        Assert.Equal(older.Rotary.Frequencies, newer.Rotary.Frequencies);
        Assert.Equal(older.Shape, newer.Shape);
        Assert.NotEqual(older.Rotary.Frequencies, ((LlamaArchitecture)Read(Llama32)).Rotary.Frequencies);
    }

    [Fact]
    public void Read_QwenWithYarn_ReachesFurther()
    {
        var qwen = (LlamaArchitecture)Read(Qwen25
            .Replace("\"max_position_embeddings\":131072", "\"max_position_embeddings\":32768", StringComparison.Ordinal)
            .Replace("\"rope_theta\"", "\"rope_scaling\":{\"factor\":4.0,\"original_max_position_embeddings\":32768,\"type\":\"yarn\"},\"rope_theta\"", StringComparison.Ordinal));
        Assert.Equal((131072, null), (qwen.Shape.MaxPositions, qwen.Shape.LimitReason));
        Assert.Equal((0.1 * Math.Log(4)) + 1, qwen.Rotary.AttentionScaling, 1e-6);
    }

    [Fact]
    public void Read_Phi4Mini_TurnsThreeQuartersOfAHeadUpToTheTrainedLength()
    {
        var phi = (LlamaArchitecture)Read(PhiLong(0.75, 48));
        Assert.Equal(48, phi.Rotary.Frequencies.Count);
        Assert.Equal(Math.Sqrt(1 + (Math.Log(32) / Math.Log(4096))), phi.Rotary.AttentionScaling, 1e-6);
        Assert.Contains("longrope", phi.Shape.LimitReason, StringComparison.Ordinal);
        Assert.All(phi.SlidingWindows, window => Assert.Equal(262144, window));
        Assert.True(phi.Tied);
    }

    [Fact]
    public void Read_Gemma3_SlidesOnFiveLayersOfSix()
    {
        var gemma = (Gemma2Architecture)Read(Gemma3);
        Assert.Equal(Enumerable.Range(1, 34).Select(number => number % 6 == 0 ? 0 : 1024), gemma.SlidingWindows);
        Assert.Equal(1 / 16.0, gemma.AttentionScale, 1e-7);
        Assert.Equal(Math.Pow(1e4, -2.0 / 256), gemma.Rotaries[0].Frequencies[1], 1e-12);
        Assert.Equal(Math.Pow(1e6, -2.0 / 256) / 8, gemma.Rotaries[5].Frequencies[1], 1e-12);
        Assert.True(gemma.Tied);
        Assert.Equal(1 / Math.Sqrt(168), ((Gemma2Architecture)Read(Gemma3Large)).AttentionScale, 1e-7);
    }

    private static string PhiLong(double fraction, int factors)
    {
        var list = string.Join(",", Enumerable.Repeat("1.5", factors));
        return $$"""{"attention_bias":false,"full_attn_mod":1,"hidden_act":"silu","hidden_size":3072,"intermediate_size":8192,"interpolate_factor":1,"lm_head_bias":false,"max_position_embeddings":131072,"mlp_bias":false,"model_type":"phi3","num_attention_heads":24,"num_hidden_layers":32,"num_key_value_heads":8,"original_max_position_embeddings":4096,"partial_rotary_factor":{{fraction}},"rms_norm_eps":1e-05,"rope_scaling":{"long_factor":[{{list}}],"short_factor":[{{list}}],"type":"longrope"},"rope_theta":10000.0,"sliding_window":262144,"tie_word_embeddings":true,"vocab_size":200064}""";
    }

    private static Architecture Read(string json) => TransformerLoader.Read(ModelConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json"));
}
