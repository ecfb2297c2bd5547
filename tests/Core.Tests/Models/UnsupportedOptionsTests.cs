using System.Text;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>What would change the numbers and is not here is refused by its name.</summary>
public sealed class UnsupportedOptionsTests
{
    [Theory]
    [InlineData("mixtral")]
    [InlineData("phi")]
    [InlineData("gptj")]
    [InlineData("falcon")]
    [InlineData("granite")]
    [InlineData("qwen2_moe")]
    [InlineData("gemma3n")]
    [InlineData("Llama")]
    public void Read_OtherArchitecture_IsRefusedWithTheListOfThoseThatAreHere(string type)
    {
        var message = Refused(TinyModel.LlamaConfig.Replace("\"llama\"", $"\"{type}\"", StringComparison.Ordinal));
        Assert.Contains(
            $"model_type is \"{type}\", but must be one of gemma, gemma2, gemma3, gemma3_text, gpt2, gpt_neox, llama, mistral, phi3, qwen2, qwen3.",
            message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clip_qkv", "8.0")]
    [InlineData("alibi", "true")]
    [InlineData("mlp_type", "\"plain\"")]
    [InlineData("attention_multiplier", "0.0078125")]
    [InlineData("attention_multiplier", "1.0")]
    [InlineData("residual_multiplier", "0.22")]
    [InlineData("embedding_multiplier", "12.0")]
    [InlineData("logits_scaling", "8.0")]
    [InlineData("num_local_experts", "8")]
    [InlineData("use_bidirectional_attention", "true")]
    [InlineData("add_cross_attention", "true")]
    [InlineData("lm_head_bias", "true")]
    [InlineData("partial_rotary_factor", "0.5")]
    public void Read_OptionThatIsNotHere_IsNamed(string field, string value) =>
        Assert.Contains(field, Refused(With($"\"{field}\":{value}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"quant_method\":\"gptq\",\"bits\":4}", "gptq")]
    [InlineData("{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true}", "bitsandbytes")]
    [InlineData("{\"quant_method\":\"fp8\"}", "fp8")]
    [InlineData("{}", "no quant_method")]
    public void Read_QuantisedWeights_AreRefusedByMethod(string quantization, string method)
    {
        var message = Refused(With($"\"quantization_config\":{quantization}"));
        Assert.Contains("quantization_config", message, StringComparison.Ordinal);
        Assert.Contains(method, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"clip_qkv\":null")]
    [InlineData("\"alibi\":false")]
    [InlineData("\"residual_multiplier\":1.0")]
    [InlineData("\"logits_scaling\":1")]
    [InlineData("\"is_encoder_decoder\":false")]
    [InlineData("\"quantization_config\":null")]
    [InlineData("\"partial_rotary_factor\":1.0")]
    [InlineData("\"torch_dtype\":\"bfloat16\",\"pretraining_tp\":2,\"attention_dropout\":0.1")]
    public void Read_OptionThatChangesNothing_IsTaken(string fields) => Assert.Equal(8, Read(With(fields)).Shape.Width);

    private static string With(string fields) => TinyModel.LlamaConfig.Replace("}", $",{fields}}}", StringComparison.Ordinal);

    private static string Refused(string json)
    {
        var message = Assert.Throws<InputException>(() => Read(json)).Message;
        Assert.StartsWith("config.json: ", message, StringComparison.Ordinal);
        return message;
    }

    private static Architecture Read(string json) => TransformerLoader.Read(ModelConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json"));
}
